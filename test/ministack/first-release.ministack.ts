import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { deployFirstRelease, hasFirstRelease } from './first-release.ts';
import { fixGap, nextAlert, reportChange } from './network.ts';
import { deployByOsls } from './osls.ts';
import { expectNewGapAlone, type ReportedGap, reportGap } from './reported-gap.ts';
import { itemsOf, recorded, snapshot } from './snapshot.ts';
import type { Deployed } from './stack.ts';

const GIVEN = { mode: 'opt-in', ephemeralPorts: '32768-60999', email: 'you@example.com' };
/** Receivers would need interfaces, which MiniStack makes for no service. */
const ALWAYS = { settleSeconds: '0', inferReceivers: 'false', minSeverity: 'low' };
/** IAM gives a role another path only by replacing it. Each mode has a policy of its own now. */
const NOT_KEPT = ['GuardRole', 'RemediationPolicy', 'SweepRole'];

describe.skipIf(!(await hasFirstRelease()))('npm run deploy updates a stack of 0.1.0', () => {
  let deployed: Deployed;
  let known: ReportedGap;
  let before: Awaited<ReturnType<typeof snapshot>>;
  let after: typeof before;

  beforeAll(async () => {
    deployed = await deployFirstRelease({ ...ALWAYS, ...GIVEN });
    known = await reportGap(deployed, 'FindingsTable');
    before = await snapshot(deployed.name);
    deployed = await deployByOsls({});
    after = await snapshot(deployed.name);
  });
  afterAll(() => deployed?.remove().catch(() => undefined));

  test('the values that 0.1.0 had in its template are parameters now', () => {
    expect(before.parameters).toEqual({});
    expect(after.parameters).toMatchObject({
      Mode: 'opt-in',
      EphemeralPorts: '32768-60999',
      Email: 'you@example.com',
      MinSeverity: 'low',
      SettleSeconds: '0',
      ReportIngress: 'false',
    });
  });

  test('every resource stays, except the roles and the policy of the mode', () => {
    const kept = Object.entries(before.physicalIds).filter(([id, is]) => after.physicalIds[id] === is);
    const lost = Object.keys(before.physicalIds).filter(id => !kept.some(([each]) => each === id));
    expect(lost.toSorted()).toEqual(NOT_KEPT);
  });

  test('findings and subscriptions stay', () => {
    expect(JSON.stringify(before.items.FindingsTable)).toContain(known.networkAclId);
    expect(after.items).toEqual({ ...before.items, MemberFindingsTable: [] });
    expect(before.subscriptions.AlertTopic).toHaveLength(2);
    expect(after.subscriptions).toEqual(before.subscriptions);
  });

  test('the new code does not report again what 0.1.0 reported, and reports what is new', async () => {
    await expectNewGapAlone(deployed, known);
    await recorded(deployed.idOf('MemberFindingsTable'));
  });

  test('what 0.1.0 reported is resolved, and leaves its table', async () => {
    await fixGap(known.networkAclId);
    await reportChange(deployed.idOf('ChangeQueue'), known.networkAclId);
    expect(await nextAlert(known.alerts)).toContain(known.networkAclId);
    await recorded(deployed.idOf('MemberFindingsTable'));
    expect(await itemsOf(deployed.idOf('FindingsTable'))).toEqual([]);
  });
});
