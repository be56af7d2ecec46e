import type { SQSRecord } from 'aws-lambda';
import { createHubGuard } from '../../functions/guard/hub-guard.ts';
import { noteChanges } from '../../functions/guard/note-changes.ts';
import { formatMember, type Member } from '../../functions/review/member.ts';
import { UnreachableError } from '../../functions/review/unreachable.ts';
import { HOME } from '../fixtures/findings-in-memory.ts';
import { HubWorld } from '../fixtures/hub-world.ts';
import { ingress, networkAcl } from '../fixtures/network-acls.ts';
import { HOUR, ReviewWorld } from '../fixtures/review-context.ts';

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

const PLAN = { source: 'aws.events', id: 'event-1', ...HOME, resources: ['arn:aws:events:…:rule/sweep'] };
const stackOf = (member: Member) => ({
  ...{ source: 'aws.cloudformation', ...member },
  detail: { 'status-details': { status: 'CREATE_COMPLETE' } },
});

/** Lines of a hub's sweep: of its members one cannot be reached, and one is ignored. */
export async function collectHubSweepLines(): Promise<ReviewWorld['logged']> {
  const hub = new HubWorld();
  hub.register(HOME);
  hub.register(MEMBER);
  hub.refusing.add(formatMember(MEMBER));
  for (const id of ['event-1', 'event-2']) hub.send({ ...PLAN, id });
  hub.send({ firstSweep: {} });
  hub.send(stackOf(MEMBER));
  hub.send(stackOf({ ...MEMBER, account: '999999999999' }));
  await hub.runTo(HOUR / 2);
  hub.home.put(networkAcl(ingress('100 allow tcp 22 0.0.0.0/0')));
  hub.send(PLAN);
  await hub.runTo(HOUR / 2 + 30_000);
  let lists = 0;
  hub.beforeCall = call => {
    if (call === 'list' && ++lists > 1) throw new Error('ProvisionedThroughputExceededException');
  };
  await hub.runTo(3 * HOUR);
  return hub.home.logged;
}

function toRecord({ account, region }: Member): SQSRecord {
  const request = {
    eventName: 'CreateNetworkAclEntry',
    requestParameters: { networkAclId: 'acl-0a1b2c3d' },
  };
  const detail = { ...request, recipientAccountId: account, awsRegion: region };
  return { messageId: 'message-1', body: JSON.stringify({ account, region, detail }) } as SQSRecord;
}
