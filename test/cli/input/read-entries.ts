import { renderMatchOf } from '../../../cli/check/reports/additions.ts';
import { listCode } from '../../../cli/input/code.ts';
import type { InputNetworkAcl } from '../../../cli/input/listed-network-acl.ts';
import { addDescribed, type FindNetworkAcl, type Listing } from '../../../cli/input/listing.ts';
import { readInput } from '../../../cli/input/read-input.ts';
import { addRecorded } from '../../../cli/input/recorded/recorded.ts';
import type { NetworkAclEntry } from '../../../functions/coverage/network-acl-entry.ts';

/** What `check` lists of these files. */
export async function listOf(
  files: readonly string[],
  { parameters, find = () => undefined }: { parameters?: string; find?: FindNetworkAcl } = {},
): Promise<Listing> {
  const { parts, unreadable } = await readInput(files);
  const listing: Listing = { networkAcls: [], unreadable: [...unreadable] };
  for (const { has } of parts) for (const each of has.networkAcls) addDescribed(listing, each);
  const recorded = parts.flatMap(({ has }) => has.recorded);
  addRecorded(recorded, listing);
  const code = parts.flatMap(({ has }) => has.code);
  await listCode(code, { find, parameters }, listing);
  return listing;
}

/** The network ACLs of code by their addresses. */
export async function readByAddress(
  file: string,
  options: { parameters?: string; find?: FindNetworkAcl } = {},
): Promise<Record<string, InputNetworkAcl>> {
  const { networkAcls } = await listOf([file], options);
  return Object.fromEntries(networkAcls.map(({ source, parse }) => [source.address ?? '', parse()]));
}

/** `100 in allow tcp 22-22 from 0.0.0.0/0`, by number, inbound first. */
export function toTexts(entries: readonly NetworkAclEntry[]): string[] {
  const side = ({ direction }: NetworkAclEntry) => (direction === 'ingress' ? 'in' : 'out');
  return entries
    .toSorted((a, b) => side(a).localeCompare(side(b)) || a.ruleNumber - b.ruleNumber)
    .map(each => `${side(each)} ${each.ruleNumber} ${renderMatchOf(each)}`);
}
