import {
  CreateNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  DescribeTagsCommand,
  type EC2Client,
  type NetworkAcl,
  type NetworkAclEntry,
} from '@aws-sdk/client-ec2';
import type { SessionCredentials } from '../../functions/aws/members/assume-role.ts';
import { formatMember, type Member } from '../../functions/review/member.ts';
import { awsError, type Chance } from './chance.ts';
import { isReachable, listMembers, type Size, toHindrance, toNetworkAclId } from './organisation.ts';
import { type Ec2Call, type Sessions, toAccount } from './sessions.ts';

const rule = (RuleNumber: number, Egress: boolean, From: number, To: number): NetworkAclEntry => ({
  ...{ RuleNumber, Egress, RuleAction: 'allow', Protocol: '6', CidrBlock: '0.0.0.0/0' },
  PortRange: { From, To },
});
const SSH = rule(100, false, 22, 22);

/** Entries as operators leave them: with replies, with some, with none, with none in need of any. */
const ENTRIES: readonly (readonly NetworkAclEntry[])[] = [
  [SSH, rule(100, true, 1024, 65_535)],
  [SSH, rule(100, true, 32_768, 60_999)],
  [SSH],
  [rule(90, false, 443, 443), SSH, rule(90, true, 0, 443)],
  [rule(100, true, 1024, 65_535)],
];
const TAGS = [
  [],
  [],
  [],
  [['nacl-ephemeral-guard', 'notify']],
  [['nacl-ephemeral-guard', 'ignore']],
] as const;

/** The network ACLs of every account and region, and EC2's answers about them. */
export class Ec2Model {
  describes = 0;
  creates = 0;
  /** By member, and then by id. */
  readonly #networkAcls = new Map<string, Map<string, NetworkAcl>>();
  readonly #sessions: Sessions;
  readonly #chance: Chance;

  constructor(size: Size, sessions: Sessions, chance: Chance) {
    this.#sessions = sessions;
    this.#chance = chance;
    for (const member of listMembers(size))
      for (let index = 0; index < size.networkAcls; index += 1) this.change(member, toNetworkAclId(index));
  }

  /** An operator changes the entries or tags. */
  change(member: Member, networkAclId: string): void {
    this.#set(member, networkAclId, drawNetworkAcl(member, networkAclId, this.#chance));
  }

  get(member: Member, networkAclId: string): NetworkAcl | undefined {
    return this.#networkAcls.get(formatMember(member))?.get(networkAclId);
  }

  #set(member: Member, networkAclId: string, networkAcl: NetworkAcl): void {
    const name = formatMember(member);
    const networkAcls = this.#networkAcls.get(name) ?? new Map();
    this.#networkAcls.set(name, networkAcls.set(networkAclId, networkAcl));
  }

  /** EC2 as a client of the member meets it. @param open - the session of each call; undefined: the hub's own role */
  clientOf(member: Member, open: () => Promise<SessionCredentials | undefined>): EC2Client {
    const send = async (command: object) => {
      const session = await open();
      // As over a network, other calls come in between.
      await undefined;
      return this.#answer(session, member, command);
    };
    return { send } as unknown as EC2Client;
  }

  #answer(session: SessionCredentials | undefined, expected: Member, command: object): object {
    // As in AWS: whoever has the session of another account reads the other account.
    const member = { account: toAccount(session), region: expected.region };
    if (command instanceof CreateNetworkAclEntryCommand) return this.#create(session, member, command.input);
    this.#admit(session, { ...expected, does: 'describe' });
    if (command instanceof DescribeTagsCommand) return { Tags: [] };
    if (!(command instanceof DescribeNetworkAclsCommand)) throw new Error('unexpected call');
    this.describes += 1;
    const [filter] = command.input.Filters ?? [];
    const isOf = (networkAcl: NetworkAcl | undefined) => networkAcl !== undefined;
    if (filter) return { NetworkAcls: (filter.Values ?? []).map(id => this.get(member, id)).filter(isOf) };
    return { NetworkAcls: [...(this.#networkAcls.get(formatMember(member))?.values() ?? [])] };
  }

  #create(
    session: SessionCredentials | undefined,
    member: Member,
    { NetworkAclId = '', ...entry }: CreateNetworkAclEntryCommand['input'],
  ): object {
    this.#admit(session, { ...member, does: 'create', networkAclId: NetworkAclId });
    const networkAcl = this.get(member, NetworkAclId);
    if (networkAcl === undefined) throw awsError('InvalidNetworkAclID.NotFound', 400);
    const Entries = networkAcl.Entries ?? [];
    if (Entries.some(one => one.Egress === entry.Egress && one.RuleNumber === entry.RuleNumber))
      throw awsError('NetworkAclEntryAlreadyExists', 400);
    this.creates += 1;
    this.#set(member, NetworkAclId, { ...networkAcl, Entries: [...Entries, entry] });
    // The entry exists, and its caller never hears of it.
    if (this.#chance.strikes(10)) throw awsError('TimeoutError', 0);
    return {};
  }

  /** @throws what EC2 answers to a call that it does not carry out */
  #admit(session: SessionCredentials | undefined, call: Ec2Call): void {
    this.#sessions.check(session, call);
    if (!isReachable(call))
      throw toHindrance(call) === 'region-disabled'
        ? awsError('AuthFailure', 401)
        : awsError('UnauthorizedOperation', 403);
    if (this.#chance.strikes(5)) throw awsError('RequestLimitExceeded', 503);
  }
}

/** A network ACL as an operator may leave it. */
export function drawNetworkAcl(member: Member, NetworkAclId: string, chance: Chance): NetworkAcl {
  const VpcId = toVpcId(member);
  const Associations = [{ SubnetId: 'subnet-1' }];
  const Tags = chance.pick(TAGS).map(([Key, Value]) => ({ Key, Value }));
  return { NetworkAclId, VpcId, Associations, Entries: [...chance.pick(ENTRIES)], Tags };
}

/** It says whose it is: an alert of another account would show it. */
export function toVpcId({ account, region }: Member): string {
  return `vpc-${account}${Buffer.from(region).toString('hex').slice(0, 8)}`;
}
