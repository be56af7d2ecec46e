import { asFields, type Fields } from '../../../functions/parsing/structures.ts';
import { toPossible, toUnknown } from '../doubt.ts';
import type { InputNetworkAcl, Muted, UnknownPart } from '../listed-network-acl.ts';
import { parseRules, type Rules, toDoubtful } from '../partial-rule.ts';
import { type TemplateEntry, toEntries } from './entries.ts';
import type { Resolver } from './resolver.ts';
import type { TemplateDocument } from './template-document.ts';
import { toWays } from './ways.ts';

/** A network ACL of a template in one way that its conditions may go. */
interface TemplateNetworkAcl extends Rules {
  readonly exists: boolean;
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * A network ACL of a template, which creates it.
 *
 * @throws ParseError for rules that EC2 would not take
 */
export function readNetworkAcl(logicalId: string, document: TemplateDocument): InputNetworkAcl {
  const resource = asFields(document.resources[logicalId]);
  const all = toWays(document.template, document.parameters, resolver =>
    toOneWay(logicalId, resource, document.resources, resolver),
  );
  const existing = all.filter(({ value }) => value.exists);
  const ways = existing.length > 0 ? existing : all;
  const { value } = ways[0] ?? { value: { entries: [], doubts: [], tags: {} } };
  const conditions = ways.length > 1 ? [...new Set(ways.flatMap(way => way.conditions))] : [];
  return {
    networkAcl: {
      ...{ networkAclId: '', vpcId: '', subnetIds: [], inUse: true },
      ...{ tags: value.tags, entries: value.entries },
    },
    unknown: [...value.doubts.map(toUnknown), ...conditions.map(toOpenCondition)],
    possible: ways.flatMap(way => toPossible(way.value.entries, way.value.doubts)),
    change: { before: undefined },
    muted: toMuted(resource),
    code: { language: 'cloudformation', logicalId },
  };
}

function toOpenCondition(name: string): UnknownPart {
  return { kind: 'condition', expression: `condition ${name}` };
}

function toOneWay(
  logicalId: string,
  resource: Fields,
  resources: Fields,
  resolver: Resolver,
): TemplateNetworkAcl {
  const { Condition, Properties } = resource;
  const exists = Condition === undefined || resolver.conditions.isTrue(String(Condition)) !== false;
  // Others depend on conditions that have nothing to do with this network ACL.
  const own = Object.entries(resources).filter(([, each]) => mentions(each, logicalId));
  const entries = exists ? toEntries(Object.fromEntries(own), resolver) : [];
  const rules = toRules(
    entries.filter(({ networkAcl }) => networkAcl === logicalId),
    logicalId,
  );
  return {
    exists,
    tags: toTags(asFields(resolver.resolve({ Tags: asFields(Properties).Tags })).Tags),
    ...rules,
  };
}

function mentions(resource: unknown, logicalId: string): boolean {
  const { Type, Properties } = asFields(resource);
  if (Type !== 'AWS::EC2::NetworkAclEntry') return false;
  return JSON.stringify(asFields(Properties).NetworkAclId ?? '').includes(logicalId);
}

/** An entry whose condition stays open may exist or not. */
export function toRules(entries: readonly TemplateEntry[], name: string): Rules {
  const sure = parseRules(
    entries.filter(({ condition }) => condition === undefined).map(({ written }) => written),
    name,
  );
  const perhaps = entries.flatMap(({ condition, written }) => {
    if (condition === undefined) return [];
    const { entries: whole, doubts } = parseRules([written], name);
    return [...whole.map(entry => toDoubtful(entry, `condition ${condition}`)), ...doubts];
  });
  return { entries: sure.entries, doubts: [...sure.doubts, ...perhaps] };
}

function toTags(tags: unknown): Record<string, string> {
  const pairs = (Array.isArray(tags) ? tags : []).map(asFields);
  const known = pairs.filter(({ Key, Value }) => typeof Key === 'string' && typeof Value === 'string');
  return Object.fromEntries(known.map(({ Key, Value }) => [String(Key), String(Value)]));
}

/** `Metadata: {nacl-ephemeral-guard: {ignore: REASON}}`. */
export function toMuted({ Metadata }: Fields): Muted | undefined {
  const { ignore } = asFields(asFields(Metadata)['nacl-ephemeral-guard']);
  if (ignore === undefined || ignore === false || ignore === null) return undefined;
  return { by: 'metadata', reason: typeof ignore === 'string' ? ignore : '' };
}
