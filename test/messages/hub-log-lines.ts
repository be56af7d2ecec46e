import type { SQSRecord } from 'aws-lambda';
import { createHubGuard } from '../../functions/guard/hub-guard.ts';
import { noteChanges } from '../../functions/guard/note-changes.ts';
import type { Member } from '../../functions/review/member.ts';
import { UnreachableError } from '../../functions/review/unreachable.ts';
import { HOME } from '../fixtures/findings-in-memory.ts';
import { ReviewWorld } from '../fixtures/review-context.ts';

const MEMBER = { account: '222222222222', region: 'eu-west-1' };

/** Lines of a hub's guard, about a change of a member that it cannot read and that it cannot register. */
export async function collectHubLines(): Promise<ReviewWorld['logged']> {
  const world = new ReviewWorld();
  world.networkAcls.read = async () => {
    throw new UnreachableError(MEMBER, 'AccessDenied');
  };
  const contextOf = ({ account, region }: Member) => ({
    ...{ settings: world.settings, exposure: world.exposure, findings: world.findings, clock: world.clock },
    networkAcls: { ...world.networkAcls, account, region },
    log: (line: object) => world.log({ ...line, account, region }),
  });
  const recordSign = async () => {
    throw new Error('ProvisionedThroughputExceededException');
  };
  const guard = createHubGuard({
    ...{ home: HOME, log: world.log, contextOf },
    admission: { memberAccountIds: [MEMBER.account], ignoredAccounts: [] },
    noteChange: noteChanges(recordSign, world.clock, world.log),
    requestReport: async () => {},
  });
  await guard({ Records: [MEMBER, { ...MEMBER, account: '333333333333' }].map(toRecord) });
  return world.logged;
}

function toRecord({ account, region }: Member): SQSRecord {
  const request = {
    eventName: 'CreateNetworkAclEntry',
    requestParameters: { networkAclId: 'acl-0a1b2c3d' },
  };
  const detail = { ...request, recipientAccountId: account, awsRegion: region };
  return { messageId: 'message-1', body: JSON.stringify({ account, region, detail }) } as SQSRecord;
}
