import {
  CreateNetworkAclEntryCommand,
  type CreateNetworkAclEntryCommandInput,
  DeleteNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  type NetworkAclEntry,
} from '@aws-sdk/client-ec2';
import { expect } from 'vitest';
import type { ContractTarget } from './aws-contract.ts';

/** An entry that EC2 takes as it is, and lists as it is. */
export const HTTPS_IN = {
  CidrBlock: '10.0.0.0/8',
  Egress: false,
  PortRange: { From: 443, To: 443 },
  Protocol: '6',
  RuleAction: 'allow',
  RuleNumber: 100,
} as const satisfies NetworkAclEntry;

/** Rejects unless the call is refused with this code. */
export async function expectRefusal(call: Promise<unknown>, code: string | RegExp): Promise<void> {
  const name = typeof code === 'string' ? code : expect.stringMatching(code);
  await expect(call).rejects.toMatchObject({ name });
}

export async function createEntry(
  { ec2 }: ContractTarget,
  NetworkAclId: string,
  entry: Partial<CreateNetworkAclEntryCommandInput> = {},
): Promise<void> {
  await ec2.send(new CreateNetworkAclEntryCommand({ NetworkAclId, ...HTTPS_IN, ...entry }));
}

export async function deleteEntry(
  { ec2 }: ContractTarget,
  NetworkAclId: string,
  { Egress, RuleNumber }: Pick<NetworkAclEntry, 'Egress' | 'RuleNumber'>,
): Promise<void> {
  await ec2.send(new DeleteNetworkAclEntryCommand({ Egress, NetworkAclId, RuleNumber }));
}

export async function listEntries({ ec2 }: ContractTarget, id: string): Promise<NetworkAclEntry[]> {
  const { NetworkAcls = [] } = await ec2.send(new DescribeNetworkAclsCommand({ NetworkAclIds: [id] }));
  return NetworkAcls[0]?.Entries ?? [];
}

export async function listCustomEntries(target: ContractTarget, id: string): Promise<NetworkAclEntry[]> {
  const entries = await listEntries(target, id);
  return entries.filter(({ RuleNumber = 0 }) => RuleNumber < 32_767);
}

/** The custom entries become these, in any order; reads after writes may lag. */
export async function expectCustomEntries(
  target: ContractTarget,
  id: string,
  expected: readonly NetworkAclEntry[],
): Promise<void> {
  await expect.poll(async () => toOrder(await listCustomEntries(target, id))).toEqual(toOrder(expected));
}

function toOrder(entries: readonly NetworkAclEntry[]): NetworkAclEntry[] {
  const rank = ({ Egress, RuleNumber = 0 }: NetworkAclEntry) => RuleNumber + (Egress ? 0 : 100_000);
  return entries.toSorted((a, b) => rank(a) - rank(b));
}

/** Creates an entry and waits until it is seen: later calls may rely on it. */
export async function createSeenEntry(
  target: ContractTarget,
  id: string,
  entry: Partial<CreateNetworkAclEntryCommandInput> = {},
): Promise<void> {
  await createEntry(target, id, entry);
  const { Egress, RuleNumber } = { ...HTTPS_IN, ...entry };
  const seen = expect.objectContaining({ Egress, RuleNumber });
  await expect.poll(() => listCustomEntries(target, id)).toContainEqual(seen);
}

const turns = new WeakMap<ContractTarget, number>();

/**
 * One of the suite's network ACLs, without any custom entry. They take turns, so that the last promise about each is
 * some time ago and reads have caught up.
 */
export async function emptyNetworkAcl(target: ContractTarget): Promise<string> {
  const turn = turns.get(target) ?? 0;
  turns.set(target, turn + 1);
  const id = target.networkAclIds[turn % target.networkAclIds.length] ?? target.networkAclIds[0];
  const left = async () => {
    const entries = await listCustomEntries(target, id);
    for (const entry of entries) await deleteEntry(target, id, entry).catch(unlessGone);
    return entries;
  };
  await expect.poll(left).toEqual([]);
  return id;
}

function unlessGone(error: Error): void {
  if (error.name !== 'InvalidNetworkAclEntry.NotFound') throw error;
}
