import { parseEnvironment } from '../../functions/aws/environment.ts';
import { parseNetworkAcl } from '../../functions/aws/network-acl-shape.ts';
import { type Coverage, evaluateCoverage } from '../../functions/coverage/coverage.ts';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import { toOwnSettings } from '../../functions/review/ports-tag.ts';
import type { Mode } from '../../functions/review/words/mode.ts';
import {
  type PublishedMessage,
  type RecordedCall,
  type StandIn,
  startStandIn,
} from '../aws-stand-in/stand-in.ts';
import type { ReplayedEvent } from './change-events.ts';
import { type InvocationResult, invoke } from './function-process.ts';
import { type Region, surroundingsOf } from './region.ts';

const GUARD = new URL('../../dist/guard/index.mjs', import.meta.url);
const FINDINGS_TABLE = 'nacl-ephemeral-guard-findings';

/** A network ACL at one moment of a replay. */
export interface Snapshot {
  readonly networkAcl: NetworkAcl;
  readonly coverage: Coverage;
}

/** A network ACL that the event names; undefined while it does not exist. */
export interface ReplayedNetworkAcl {
  readonly networkAclId: string;
  readonly before: Snapshot | undefined;
  readonly after: Snapshot | undefined;
}

/** What the built guard did about one event, in one mode. */
export interface Replay {
  readonly mode: Mode;
  readonly invocation: InvocationResult;
  readonly alerts: readonly PublishedMessage[];
  readonly calls: readonly RecordedCall[];
  readonly networkAcls: readonly ReplayedNetworkAcl[];
}

/**
 * Sends the event to the built guard in a process of its own, with a stand-in for AWS that has the state of the region.
 * The guard's settings come from the environment, except the mode.
 */
export async function replay(
  event: Omit<ReplayedEvent, 'parsed'>,
  region: Region,
  mode: Mode,
): Promise<Replay> {
  const topicArn = `arn:aws:sns:${event.region}:${event.account}:nacl-ephemeral-guard-alerts`;
  const standIn = await startStandIn({ ...region, topicArn, findingsTable: FINDINGS_TABLE });
  try {
    const environment = {
      ...toEnvironment(event, mode, topicArn, standIn.endpoint),
      READ_EXPOSURE: String(region.surroundings !== undefined),
    };
    const snapshot = (id: string) => toSnapshot(standIn, id, region, environment);
    const found = event.networkAclIds.map(networkAclId => ({ networkAclId, before: snapshot(networkAclId) }));
    const invocation = await invoke(GUARD, toBatch(event), environment);
    return {
      mode,
      invocation,
      networkAcls: found.map(each => ({ ...each, after: snapshot(each.networkAclId) })),
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
  region: Region,
  environment: Record<string, string | undefined>,
): Snapshot | undefined {
  const described = standIn.networkAcl(networkAclId);
  if (described === undefined) return undefined;
  const networkAcl = parseNetworkAcl(described);
  const { settings } = parseEnvironment(environment);
  const own = toOwnSettings(networkAcl, settings);
  const coverage = evaluateCoverage(networkAcl, surroundingsOf(networkAcl, region), own);
  return { networkAcl, coverage };
}
