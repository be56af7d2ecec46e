import { RegionFacts, toSurroundings } from '../../functions/aws/exposure/region-facts.ts';
import type { Surroundings } from '../../functions/coverage/exposure/exposure.ts';
import { ParseError } from '../../functions/parsing/definition.ts';
import { listCode } from '../input/code.ts';
import { InputError } from '../input/input-error.ts';
import { addDescribed, type FindNetworkAcl, type Listing } from '../input/listing.ts';
import { readInput, type SortedInput } from '../input/read-input.ts';
import type { FindRecorded } from '../input/recorded/recorded.ts';
import type { CheckInput } from './input.ts';
import type { CheckOptions } from './options.ts';

/**
 * Reads all files before anything is evaluated.
 *
 * @param elsewhere - finds network ACLs to which plans and templates only refer
 * @throws InputError if what is around the network ACLs is malformed: no verdict would be right
 */
export async function readFiles(
  { files, parameters }: Pick<CheckOptions, 'files' | 'parameters'>,
  elsewhere: FindNetworkAcl,
): Promise<CheckInput> {
  const sorted = await readInput(files);
  const facts = toFacts(sorted.parts);
  const listing: Listing = { networkAcls: [], unreadable: [...sorted.unreadable] };
  for (const { has } of sorted.parts)
    for (const described of has.networkAcls) addDescribed(listing, described);
  const findRecorded = await listRecorded(sorted.parts, listing);
  const among = findAmong({ networkAcls: [...listing.networkAcls] });
  const find: FindNetworkAcl = networkAclId => among(networkAclId) ?? elsewhere(networkAclId);
  const code = sorted.parts.flatMap(({ has }) => has.code);
  await listCode(code, { find, parameters }, listing);
  return {
    ...listing,
    surroundings: (networkAcl, source) =>
      withRecorded(toSurroundings(networkAcl, facts), () => findRecorded(networkAcl, source)),
    close: () => undefined,
  };
}

/** Network ACLs of files to which plans and templates only refer. */
export async function readElsewhere(file: string): Promise<FindNetworkAcl> {
  const { networkAcls, unreadable } = await readFiles(
    { files: [file], parameters: undefined },
    () => undefined,
  );
  if (unreadable.length > 0) throw new InputError(unreadable.map(({ reason }) => reason));
  return findAmong({ networkAcls });
}

/** Finds a network ACL of an input by its id. */
export function findAmong({ networkAcls }: Pick<CheckInput, 'networkAcls'>): FindNetworkAcl {
  const known = new Map(networkAcls.map(({ networkAclId, parse }) => [networkAclId, parse]));
  return networkAclId => known.get(networkAclId)?.().networkAcl;
}

async function listRecorded(parts: SortedInput['parts'], listing: Listing): Promise<FindRecorded> {
  const recorded = parts.flatMap(({ has }) => has.recorded);
  if (recorded.length === 0) return () => undefined;
  const { addRecorded, readRecorded } = await import('../input/recorded/recorded.ts');
  addRecorded(recorded, listing);
  return readRecorded(recorded, listing.unreadable);
}

/** What AWS Config recorded counts where the outputs of EC2 do not say which interfaces there are. */
function withRecorded(described: Surroundings, find: () => Surroundings | undefined): Surroundings {
  const { exposure, vpcBlocks, subnetBlocks } = described;
  const recorded = exposure.kind === 'unknown' && exposure.reason === 'offline' ? find() : undefined;
  if (recorded === undefined) return described;
  return {
    exposure: recorded.exposure,
    vpcBlocks: recorded.vpcBlocks.length > 0 ? recorded.vpcBlocks : vpcBlocks,
    subnetBlocks: new Map([...subnetBlocks, ...recorded.subnetBlocks]),
  };
}

function toFacts(parts: SortedInput['parts']): RegionFacts {
  const facts = new RegionFacts();
  for (const part of parts) addFacts(part, facts);
  return facts;
}

function addFacts({ file, has: { lists } }: SortedInput['parts'][number], facts: RegionFacts): void {
  try {
    facts.addInterfaces(lists.NetworkInterfaces);
    facts.addSecurityGroups(lists.SecurityGroups);
    facts.addSubnets(lists.Subnets);
    facts.addVpcs(lists.Vpcs);
  } catch (error) {
    if (error instanceof ParseError) throw new InputError(`${file}: ${error.message}`, { cause: error });
    throw error;
  }
}
