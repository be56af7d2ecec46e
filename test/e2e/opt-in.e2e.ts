import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { inventory } from './account.ts';
import { change, recordOf, report } from './cloud-trail.ts';
import { type Deployment, deploy, findingOf, outcomesIn, policiesOf, publish, review } from './deployment.ts';
import { entriesOf, REPLIES, SHOWN, SSH } from './network.ts';

let deployment: Deployment;
let tagged: string;
let untagged: string;

beforeAll(async () => {
  deployment = await deploy('email=you@example.com', 'settleSeconds=0', 'mode=opt-in');
  tagged = await deployment.vpc.createNetworkAcl('tagged', 'remediate');
  untagged = await deployment.vpc.createNetworkAcl('untagged');
});

afterAll(() => deployment?.close());

it('deployed in opt-in mode, the roles have the policy opt-in', async () => {
  expect(await policiesOf(deployment, 'GuardRole')).toEqual(['exposure', 'guard', 'opt-in']);
  expect(await policiesOf(deployment, 'SweepRole')).toEqual(['exposure', 'opt-in', 'sweep']);
});

describe('of two network ACLs that let SSH in, in one batch,', () => {
  it('each has its outcome', async () => {
    await change(tagged, SSH);
    await change(untagged, SSH);
    const invocation = await review(deployment, 2);
    expect(invocation).toMatchObject({ kind: 'response', response: { batchItemFailures: [] } });
    expect(new Set(outcomesIn(invocation))).toEqual(
      new Set([
        { outcome: 'pending', networkAclId: tagged, alertKind: 'remediated' },
        { outcome: 'pending', networkAclId: untagged, alertKind: 'gap' },
      ]),
    );
    expect(await deployment.guard.queue.count()).toEqual({ visible: 0, delayed: 0, taken: 0 });
  });

  it('the tagged one is fixed, and only that', async () => {
    expect(await entriesOf(tagged)).toEqual([SHOWN.replies, SHOWN.ssh]);
    expect(await entriesOf(untagged)).toEqual([SHOWN.ssh]);
    const actions = deployment.relay.takeEc2Actions();
    expect(actions.filter(action => !action.startsWith('Describe'))).toEqual(['CreateNetworkAclEntry']);
  });

  it('both are alerted, each with its result', async () => {
    await publish(deployment);
    const alerts = await deployment.alerts.take();
    const sent = alerts.map(({ document, attributes: { kind, mode } }) => [
      document.networkAcl.id,
      `${mode} ${kind}`,
      document.guard.undo.length,
    ]);
    expect(new Set(sent)).toEqual(
      new Set([
        [tagged, 'opt-in remediated', 1],
        [untagged, 'opt-in gap', 0],
      ]),
    );
  });

  it('both have a finding', async () => {
    expect(await findingOf(deployment, tagged)).toMatchObject({
      remediations: { L: [{ M: { entries: { L: [{}] }, reported: { BOOL: true } } }] },
    });
    expect(await findingOf(deployment, untagged)).toMatchObject({
      alerted: { M: { kind: { S: 'gap' } } },
      remediations: { L: [] },
    });
  });

  it('neither is alerted again when its event is delivered again', async () => {
    await report(recordOf(tagged, REPLIES));
    await report(recordOf(untagged, SSH));
    expect(new Set(outcomesIn(await review(deployment, 2)))).toEqual(
      new Set([
        { outcome: 'covered', networkAclId: tagged },
        { outcome: 'already-reported', networkAclId: untagged },
      ]),
    );
    expect(await deployment.alerts.take()).toEqual([]);
  });
});

it('npm run remove leaves nothing behind', async () => {
  await deployment.alerts.close();
  await deployment.service.remove();
  expect(Object.entries(await inventory()).filter(([, names]) => names.length > 0)).toEqual([]);
});
