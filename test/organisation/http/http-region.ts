import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  type Fault,
  type NetworkAclDescription,
  type StandIn,
  startStandIn,
} from '../../../cli/aws-stand-in/stand-in.ts';
import type { Member } from '../../../functions/review/member.ts';
import type { Chance } from '../chance.ts';
import { drawNetworkAcl } from '../ec2-model.ts';
import { HOME, listMembers, memberAt, type Size, toHindrance, toNetworkAclId } from '../organisation.ts';

/** Four accounts and two regions; the last account has no roles, the third none that writes. */
export const HTTP_SIZE: Size = { accounts: 4, regions: 2, networkAcls: 10 };
const NEVER_WRITES = memberAt(2, 0).account;

export const TOPIC_ARN = `arn:aws:sns:${HOME.region}:${HOME.account}:alerts`;
const NAMESPACE = 'guard-prod';

const ACTIONS = [
  ...['DescribeNetworkAcls', 'CreateNetworkAclEntry', 'AssumeRole'],
  ...['GetItem', 'PutItem', 'UpdateItem', 'SendMessage'],
];
// Without `hang`: each would take three seconds. What denies is remembered: members that have no role show that.
const FAULTS: readonly Fault[] = ['throttle', 'server-error', 'reset', 'truncated', 'reply-lost'];

/** AWS of the whole organisation, over HTTP. */
export class HttpRegion {
  readonly standIn: StandIn;
  readonly #chance: Chance;

  private constructor(standIn: StandIn, chance: Chance) {
    this.standIn = standIn;
    this.#chance = chance;
  }

  static async start(chance: Chance): Promise<HttpRegion> {
    const members = listMembers(HTTP_SIZE).map(member => ({
      ...member,
      networkAcls: Array.from({ length: HTTP_SIZE.networkAcls }, (_, index) =>
        drawNetworkAcl(member, toNetworkAclId(index), chance),
      ),
    }));
    const [{ networkAcls } = { networkAcls: [] }, ...others] = members;
    const roles = listRoles();
    const options = { networkAcls, members: others, roles, topicArn: TOPIC_ARN, findingsTable: 'findings' };
    return new HttpRegion(await startStandIn(options), chance);
  }

  toEnvironment(): Readonly<Record<string, string | undefined>> {
    return toHubEnvironment(this.standIn);
  }

  createTableClient(): DynamoDBClient {
    const credentials = { accessKeyId: `AKIA${HOME.account}`, secretAccessKey: 'stand-in' };
    return new DynamoDBClient({ endpoint: this.standIn.endpoint, region: HOME.region, credentials });
  }

  get(member: Member, networkAclId: string): NetworkAclDescription | undefined {
    const isHome = member.account === HOME.account && member.region === HOME.region;
    return (isHome ? this.standIn : this.standIn.place(member)).networkAcl(networkAclId);
  }

  /** An operator changes the entries or tags. */
  change(member: Member, networkAclId: string): void {
    const isHome = member.account === HOME.account && member.region === HOME.region;
    const place = isHome ? this.standIn : this.standIn.place(member);
    place.putNetworkAcl(drawNetworkAcl(member, networkAclId, this.#chance));
  }

  /** Has something go wrong now and then. */
  disturb(): void {
    const chance = this.#chance;
    if (chance.strikes(5)) this.standIn.expireSessions();
    if (!chance.strikes(150)) return;
    const times = 1 + chance.below(4);
    this.standIn.inject({ action: chance.pick(ACTIONS), fault: chance.pick(FAULTS), times });
  }
}

/** The environment of guard and sweep. */
export function toHubEnvironment({
  endpoint,
  queueUrl,
}: StandIn): Readonly<Record<string, string | undefined>> {
  return {
    PATH: process.env.PATH,
    AWS_ENDPOINT_URL: endpoint,
    AWS_REGION: HOME.region,
    AWS_ACCESS_KEY_ID: `AKIA${HOME.account}`,
    AWS_SECRET_ACCESS_KEY: 'stand-in',
    ...{ MODE: 'remediate', READ_EXPOSURE: 'false', REPORT_INGRESS: 'false' },
    ...{ ALERT_TOPIC_ARN: TOPIC_ARN, FINDINGS_TABLE: 'findings', SWEEP_QUEUE_URL: queueUrl },
    ...{ NAMESPACE, ORGANIZATION_ID: 'o-a1b2c3d4e5', IGNORED_ACCOUNTS: '999999999999' },
  };
}

function listRoles() {
  const accounts = new Set(listMembers(HTTP_SIZE).map(({ account }) => account));
  return [...accounts].flatMap(account => {
    const arn = (role: string) => `arn:aws:iam::${account}:role/${NAMESPACE}-${role}`;
    const trusts = [HOME.account];
    if (account === HOME.account || toHindrance({ account, region: HOME.region }) === 'no-roles') return [];
    const reader = { arn: arn('reader'), actions: ['ec2:Describe*'], trusts };
    const remediator = { arn: arn('remediator'), actions: ['ec2:CreateNetworkAclEntry'], trusts };
    return account === NEVER_WRITES ? [reader] : [reader, remediator];
  });
}
