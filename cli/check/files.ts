import { RegionFacts, toSurroundings } from '../../functions/aws/exposure/region-facts.ts';
import { ParseError } from '../../functions/parsing/definition.ts';
import { asFields } from '../../functions/parsing/structures.ts';
import { type DescribedLists, readLists } from '../input/described-lists.ts';
import { InputError } from '../input/input-error.ts';
import type { ListedNetworkAcl } from '../input/listed-network-acl.ts';
import { atOneMoment, toNetworkAcl } from '../input/network-acls.ts';
import { type CheckInput, ownerOf } from './input.ts';

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
    unreadable: [],
    surroundings: networkAcl => toSurroundings(networkAcl, facts),
    close: () => undefined,
  };
}

function readFile(file: string, facts: RegionFacts): ListedNetworkAcl[] {
  const lists = readLists(file);
  addFacts(lists, facts, file);
  return lists.NetworkAcls.map(described => {
    const parse = () => atOneMoment(toNetworkAcl(described, file));
    parse();
    const account = ownerOf(asFields(described));
    return {
      parse,
      source: { file, address: undefined, line: undefined, account, region: undefined },
    };
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
