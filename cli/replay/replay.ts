import type { NetworkAcl as Ec2NetworkAcl, TagDescription } from '@aws-sdk/client-ec2';
import { parseEnvironment } from '../../functions/aws/environment.ts';
import { parseNetworkAcl } from '../../functions/aws/network-acl-shape.ts';
import { type Coverage, evaluateCoverage } from '../../functions/coverage/coverage.ts';
import { nothingKnown } from '../../functions/coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import type { Mode } from '../../functions/review/words/mode.ts';
import {
  type PublishedMessage,
  type RecordedCall,
  type StandIn,
  startStandIn,
} from '../aws-stand-in/stand-in.ts';
import type { ReplayedEvent } from './change-events.ts';
import { type Invocation, invoke } from './function-process.ts';

const GUARD = new URL('../../dist/guard/index.mjs', import.meta.url);
const FINDINGS_TABLE = 'nacl-ephemeral-guard-findings';

/** A network ACL at one moment of a replay; undefined where there is none. */
export interface Snapshot {
  readonly networkAcl: NetworkAcl;
  readonly coverage: Coverage;
}

/** What there is in the region before the event. */
export interface Region {
  readonly networkAcls: readonly Ec2NetworkAcl[];
  /** Of VPCs and subnets. */
  readonly tags?: readonly TagDescription[];
}

/** What the built guard made of one event, in one mode. */
export interface Replay {
  readonly mode: Mode;
  readonly invocation: Invocation;
  readonly alerts: readonly PublishedMessage[];
  readonly calls: readonly RecordedCall[];
  readonly before: Snapshot | undefined;
  readonly after: Snapshot | undefined;
}

/**
 * Sends the event to the built guard bundle, in a process of its own, against an AWS stand-in that
 * holds the region. What the environment says of the guard's settings counts, but for the mode.
 */
export async function replay(
  event: Omit<ReplayedEvent, 'parsed'>,
  { networkAcls, tags = [] }: Region,
  mode: Mode,
): Promise<Replay> {
  const topicArn = `arn:aws:sns:${event.region}:${event.account}:nacl-ephemeral-guard-alerts`;
  const standIn = await startStandIn({ networkAcls, tags, topicArn, findingsTable: FINDINGS_TABLE });
  try {
    const environment = toEnvironment(event, mode, topicArn, standIn.endpoint);
    const snapshot = () => toSnapshot(standIn, event.networkAclId, environment);
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
  // Settings for AWS of the person's own must neither be needed nor used: some would lead past the stand-in.
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

function toSnapshot(standIn: StandIn, networkAclId: string, environment: Record<string, string | undefined>) {
  const described = standIn.networkAcl(networkAclId);
  if (described === undefined) return undefined;
  const networkAcl = parseNetworkAcl(described);
  return {
    networkAcl,
    coverage: evaluateCoverage(networkAcl, nothingKnown('offline'), parseEnvironment(environment).settings),
  };
}
