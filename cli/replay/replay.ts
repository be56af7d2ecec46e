import type { NetworkAcl as Ec2NetworkAcl, TagDescription } from '@aws-sdk/client-ec2';
import { parseEnvironment } from '../../functions/aws/environment.ts';
import { RegionFacts, toSurroundings } from '../../functions/aws/exposure/region-facts.ts';
import { parseNetworkAcl } from '../../functions/aws/network-acl-shape.ts';
import { type Coverage, evaluateCoverage } from '../../functions/coverage/coverage.ts';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import type { Mode } from '../../functions/review/interfaces.ts';
import {
  type PublishedMessage,
  type RecordedCall,
  type StandIn,
  type SurroundingsDescription,
  startStandIn,
} from '../aws-stand-in/stand-in.ts';
import type { DescribedLists, ListName } from '../input/described-lists.ts';
import type { ReplayedEvent } from './change-events.ts';
import { type InvocationResult, invoke } from './function-process.ts';

const GUARD = new URL('../../dist/guard/index.mjs', import.meta.url);
const FINDINGS_TABLE = 'nacl-ephemeral-guard-findings';

/** A network ACL at one moment of a replay. */
export interface Snapshot {
  readonly networkAcl: NetworkAcl;
  readonly coverage: Coverage;
}

/** The state of the region before the event. */
export interface Region {
  readonly networkAcls: readonly Ec2NetworkAcl[];
  /** Undefined: unknown. */
  readonly surroundings?: SurroundingsDescription;
  /** Of VPCs and subnets. */
  readonly tags?: readonly TagDescription[];
}

/** The region that files describe. The stand-in parses the lists again, as EC2 would print them. */
export function toRegion(
  lists: DescribedLists,
  more: DescribedLists,
  tags: readonly TagDescription[],
): Region {
  const join = <T>(name: ListName) => [...lists[name], ...more[name]] as T[];
  return {
    networkAcls: join('NetworkAcls'),
    surroundings: {
      NetworkInterfaces: join('NetworkInterfaces'),
      SecurityGroups: join('SecurityGroups'),
      Subnets: join('Subnets'),
      Vpcs: join('Vpcs'),
    },
    tags,
  };
}

/** What the built guard did about one event, in one mode. */
export interface Replay {
  readonly mode: Mode;
  readonly invocation: InvocationResult;
  readonly alerts: readonly PublishedMessage[];
  readonly calls: readonly RecordedCall[];
  readonly before: Snapshot | undefined;
  readonly after: Snapshot | undefined;
}

/**
 * Sends the event to the built guard in a process of its own, with a stand-in for AWS that has the state of the region.
 * The guard's settings come from the environment, except the mode.
 */
export async function replay(
  event: Omit<ReplayedEvent, 'parsed'>,
  { networkAcls, surroundings = {}, tags = [] }: Region,
  mode: Mode,
): Promise<Replay> {
  const topicArn = `arn:aws:sns:${event.region}:${event.account}:nacl-ephemeral-guard-alerts`;
  const findingsTable = FINDINGS_TABLE;
  const standIn = await startStandIn({ networkAcls, surroundings, tags, topicArn, findingsTable });
  try {
    const environment = {
      ...toEnvironment(event, mode, topicArn, standIn.endpoint),
      // Without any interface in the files it is unknown, and not known to be empty.
      ...(surroundings.NetworkInterfaces?.length ? {} : { READ_EXPOSURE: 'false' }),
    };
    const snapshot = () => toSnapshot(standIn, event.networkAclId, surroundings, environment);
    const before = snapshot();
    const invocation = await invoke(GUARD, toBatch(event), environment);
    return {
      mode,
      invocation,
      before,
      after: snapshot(),
      alerts: [...standIn.published],
      calls: [...standIn.calls],
    };
  } finally {
    await standIn.close();
  }
}

function toEnvironment(
  { region }: Pick<ReplayedEvent, 'region'>,
  mode: Mode,
  topicArn: string,
  endpoint: string,
) {
  // The user's own settings for AWS are not used: some would send calls to the real AWS.
  const own = Object.entries(process.env).filter(([name]) => !name.startsWith('AWS_'));
  return {
    ...Object.fromEntries(own),
    AWS_ACCESS_KEY_ID: 'stand-in',
    AWS_SECRET_ACCESS_KEY: 'stand-in',
    AWS_REGION: region,
    AWS_ENDPOINT_URL: endpoint,
    MODE: mode,
    ALERT_TOPIC_ARN: topicArn,
    FINDINGS_TABLE,
  };
}

/** The event as the change queue delivers it. */
function toBatch({ envelope }: Pick<ReplayedEvent, 'envelope'>): object {
  return { Records: [{ messageId: 'replay-1', eventSource: 'aws:sqs', body: JSON.stringify(envelope) }] };
}

function toSnapshot(
  standIn: StandIn,
  networkAclId: string,
  surroundings: SurroundingsDescription,
  environment: Record<string, string | undefined>,
): Snapshot | undefined {
  const described = standIn.networkAcl(networkAclId);
  if (described === undefined) return undefined;
  const networkAcl = parseNetworkAcl(described);
  const { settings } = parseEnvironment(environment);
  const around = toSurroundings(networkAcl, toFacts(surroundings));
  return { networkAcl, coverage: evaluateCoverage(networkAcl, around, settings) };
}

function toFacts({ NetworkInterfaces, SecurityGroups, Subnets, Vpcs }: SurroundingsDescription): RegionFacts {
  const facts = new RegionFacts();
  facts.addInterfaces(NetworkInterfaces ?? []);
  facts.addSecurityGroups(SecurityGroups ?? []);
  facts.addSubnets(Subnets ?? []);
  facts.addVpcs(Vpcs ?? []);
  return facts;
}
