import type { SQSRecord } from 'aws-lambda';
import type { Member } from '../../functions/review/member.ts';
import type { Chance } from './chance.ts';
import { IGNORED, memberAt, type Size, toNetworkAclId } from './organisation.ts';

/** A message of the change queue. */
export interface ChangeMessage {
  readonly messageId: string;
  readonly body: string;
  receives: number;
}

/** A change of a network ACL in one account and region. */
export interface ModelChange {
  readonly member: Member;
  readonly networkAclId: string;
}

/** A fifth of all changes are of one account. */
const NOISY_ACCOUNT = 21;
/** In a thousand. */
const NOISE = 200;

const EVENT_NAMES = ['CreateNetworkAclEntry', 'ReplaceNetworkAclEntry', 'DeleteNetworkAclEntry'];

export function drawChange({ accounts, regions, networkAcls }: Size, chance: Chance): ModelChange {
  const account = chance.strikes(NOISE) ? NOISY_ACCOUNT % accounts : chance.below(accounts);
  // A few are of network ACLs that do not exist.
  const networkAclId = toNetworkAclId(chance.below(networkAcls) + (chance.strikes(10) ? networkAcls : 0));
  return { member: memberAt(account, chance.below(regions)), networkAclId };
}

/** The event of a change; some are of strangers, or of ignored accounts, or name two places. */
export function toMessage(index: number, change: ModelChange, now: Date, chance: Chance): ChangeMessage {
  const { account, region } = change.member;
  const sender = chance.strikes(2) ? '300000000000' : chance.strikes(2) ? IGNORED : account;
  const detail = {
    eventName: chance.pick(EVENT_NAMES),
    eventID: `event-${index}`,
    eventTime: now.toISOString(),
    recipientAccountId: chance.strikes(2) ? '200000000001' : sender,
    awsRegion: region,
    requestParameters: { networkAclId: change.networkAclId },
    ...(chance.strikes(20) && { errorCode: 'Client.DryRunOperation' }),
  };
  const body = chance.strikes(1) ? '{' : JSON.stringify({ account: sender, region, detail });
  return { messageId: `${index}`, body, receives: 0 };
}

/** The message as Lambda gets it. */
export function toRecord({ messageId, body, receives }: ChangeMessage): SQSRecord {
  return { messageId, body, attributes: { ApproximateReceiveCount: `${receives + 1}` } } as SQSRecord;
}
