import { expect } from 'vitest';
import { makeGap, nextAlert, reportChange, subscribe } from './network.ts';
import { recorded } from './snapshot.ts';
import type { Deployed } from './stack.ts';

/** A gap that a stack has reported and has on record. */
export interface ReportedGap {
  readonly networkAclId: string;
  /** The queue that gets the alerts. */
  readonly alerts: string;
}

/** @param findings - the logical id of the table that the stack writes */
export async function reportGap({ idOf }: Deployed, findings: string): Promise<ReportedGap> {
  const alerts = await subscribe(idOf('AlertTopic'), `alerts-${Date.now()}`);
  const networkAclId = await makeGap();
  await reportChange(idOf('ChangeQueue'), networkAclId);
  expect(await nextAlert(alerts)).toContain(networkAclId);
  await recorded(idOf(findings));
  return { networkAclId, alerts };
}

/** Changes the network ACL of a reported gap, and one with another gap: an alert comes about the other one alone. */
export async function expectNewGapAlone({ idOf }: Deployed, known: ReportedGap): Promise<void> {
  await reportChange(idOf('ChangeQueue'), known.networkAclId);
  const another = await makeGap();
  await reportChange(idOf('ChangeQueue'), another);
  const alert = await nextAlert(known.alerts);
  expect(alert).toContain(another);
  expect(alert).not.toContain(known.networkAclId);
}
