import type { NetworkAclKey } from '../review/finding.ts';
import type { ReviewContext } from '../review/interfaces.ts';
import { type ReporterContext, report } from '../review/reporter.ts';
import { NO_RECORD } from '../review/reporting/reporter-record.ts';

type Context = Pick<ReviewContext, 'settings' | 'networkAcls' | 'findings' | 'clock' | 'log'> &
  Pick<ReporterContext, 'alerts'>;

/** Publishes what is pending about the network ACLs: nothing is waited for, whoever listens. */
export async function reportAtOnce(pending: readonly NetworkAclKey[], context: Context): Promise<void> {
  const found = await Promise.all(pending.map(key => context.findings.read(key)));
  const done = async () => undefined;
  await report('at-once', () => Number.POSITIVE_INFINITY, {
    ...context,
    listPending: async () => found.filter(finding => finding !== undefined),
    records: { read: async () => NO_RECORD, write: async () => 'written' },
    subscribers: { list: async () => ({ confirmed: ['all'], pending: 0 }) },
    requestReport: done,
    requestOpenSweep: done,
  });
}
