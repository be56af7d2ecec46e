import { RegionFacts, toSurroundings } from '../../functions/aws/exposure/region-facts.ts';
import { ParseError } from '../../functions/parsing/definition.ts';
import { asFields } from '../../functions/parsing/structures.ts';
import { type DescribedLists, readLists } from '../input/described-lists.ts';
import { InputError } from '../input/input-error.ts';
import { toNetworkAcl } from '../input/network-acls.ts';
import { type CheckInput, type ListedNetworkAcl, ownerOf } from './input.ts';

/**
 * Reads all files before anything is evaluated: unusable input gives no report at all.
 *
 * @throws InputError with one line for each file that cannot be used
 */
export function readFiles(files: readonly string[]): CheckInput {
  const facts = new RegionFacts();
  const networkAcls: ListedNetworkAcl[] = [];
  const faults: string[] = [];
  for (const file of files) {
    try {
      networkAcls.push(...readFile(file, facts));
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      faults.push(error.message);
    }
  }
  if (faults.length > 0) throw new InputError(faults);
  return {
    networkAcls,
    surroundings: networkAcl => toSurroundings(networkAcl, facts),
    close: () => undefined,
  };
}

function readFile(file: string, facts: RegionFacts): ListedNetworkAcl[] {
  const lists = readLists(file);
  addFacts(lists, facts, file);
  return lists.NetworkAcls.map(described => {
    const parse = () => toNetworkAcl(described, file);
    parse();
    return { parse, source: { file, account: ownerOf(asFields(described)), region: undefined } };
  });
}

function addFacts(lists: DescribedLists, facts: RegionFacts, file: string): void {
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
