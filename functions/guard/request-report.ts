import type { NetworkAclKey } from '../review/finding.ts';
import type { Log } from '../review/interfaces.ts';

/** Has the reporter publish what reviews left pending about these network ACLs. */
export type RequestReport = (pending: readonly NetworkAclKey[]) => Promise<void>;

/** What is pending is on record: without this request, the reporter of the hourly schedule publishes it. */
export async function tryToRequestReport(
  pending: readonly NetworkAclKey[],
  { requestReport, log }: { readonly requestReport: RequestReport; readonly log: Log },
): Promise<void> {
  try {
    await requestReport(pending);
  } catch (error) {
    log({
      level: 'ERROR',
      message: 'could not request a report: it comes within an hour',
      error: String(error),
    });
  }
}
