import type { CoverageSettings } from '../coverage/coverage.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import {
  formatPorts,
  intersect,
  isEmpty,
  type PortSet,
  parsePortRanges,
} from '../coverage/space/port-set.ts';
import type { Log } from './interfaces.ts';
import { PORTS_TAG } from './words/mode.ts';

type Tagged = Pick<NetworkAcl, 'tags'>;

/** What the tag says about the ports that replies must reach. */
export type PortsTag =
  | { readonly kind: 'absent' }
  | { readonly kind: 'narrowed'; readonly ephemeralPorts: PortSet }
  | { readonly kind: 'ignored'; readonly value: string; readonly expected: string };

/** Reads the tag: only ports of the deployment's range count, so that it can narrow the range and not widen it. */
export function readPortsTag({ tags }: Tagged, { ephemeralPorts }: CoverageSettings): PortsTag {
  const value = tags[PORTS_TAG];
  if (value === undefined) return { kind: 'absent' };
  const ports = parsePorts(value);
  const left = ports && intersect(ports, ephemeralPorts);
  if (left === undefined)
    return { kind: 'ignored', value, expected: 'port ranges such as 32768-60999 or 1025-5000,32768-60999' };
  if (isEmpty(left))
    return { kind: 'ignored', value, expected: `some of the ports ${formatPorts(ephemeralPorts)}` };
  return { kind: 'narrowed', ephemeralPorts: left };
}

/** The settings for one network ACL: those of the deployment, narrowed by its tag. */
export function toOwnSettings<Settings extends CoverageSettings>(
  networkAcl: Tagged,
  settings: Settings,
): Settings {
  const tag = readPortsTag(networkAcl, settings);
  return tag.kind === 'narrowed' ? { ...settings, ephemeralPorts: tag.ephemeralPorts } : settings;
}

/** Names a value of the tag that is ignored: an operator meant something by it. */
export function logIgnoredPorts(
  networkAcl: Pick<NetworkAcl, 'networkAclId' | 'tags'>,
  settings: CoverageSettings,
  log: Log,
): void {
  const tag = readPortsTag(networkAcl, settings);
  if (tag.kind !== 'ignored') return;
  const { networkAclId } = networkAcl;
  const { value, expected } = tag;
  log({ level: 'WARN', message: 'a tag is ignored', networkAclId, tag: PORTS_TAG, value, expected });
}

function parsePorts(text: string): PortSet | undefined {
  try {
    return parsePortRanges(text);
  } catch {
    return undefined;
  }
}
