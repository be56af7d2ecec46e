import type { Gap } from '../../coverage/gaps.ts';
import type { NetworkAcl } from '../../coverage/network-acl.ts';
import { type Impact, type InterfaceCount, TARGET_TYPES, type Target } from '../words/impact.ts';
import { toListed } from './listed.ts';

const MOST_TARGETS = 4;

/**
 * What is cut off, by what operators know best: load balancers first, then instances with a name. Without knowledge of
 * the interfaces, the subnets; where no subnet uses the network ACL, nothing.
 *
 * @param names - Name tags of instances and subnets, by id
 * @param interfaces - those that are hit; each counts as a thing of its own where not all things are known
 */
export function toTargets(
  gaps: readonly Gap[],
  { subnetIds }: Pick<NetworkAcl, 'subnetIds'>,
  names: ReadonlyMap<string, string>,
  interfaces: InterfaceCount | undefined,
): Impact['targets'] {
  const owners = new Map(
    gaps.flatMap(({ behind }) => behind).map(({ type, name }) => [`${type} ${name}`, { type, id: name }]),
  );
  const things: Omit<Target, 'name'>[] =
    owners.size > 0 ? [...owners.values()] : subnetIds.map(id => ({ type: 'subnet', id }));
  const named = things.map(({ type, id }): Target => {
    const name = names.get(id);
    return { type, id, ...(name && { name }) };
  });
  const sorted = named.toSorted((one, other) => toRank(one) - toRank(other));
  const { shown } = toListed(sorted, MOST_TARGETS);
  const all = interfaces?.ownersKnown === false ? Math.max(sorted.length, interfaces.hit) : sorted.length;
  return { shown, omitted: all - shown.length };
}

/** An instance without a name says less than any other thing with one. */
function toRank({ type, name }: Target): number {
  const isUnnamed = type === 'instance' && name === undefined;
  return TARGET_TYPES.indexOf(type) + (isUnnamed ? TARGET_TYPES.length : 0);
}
