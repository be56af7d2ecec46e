import type { Coverage } from '../coverage/coverage.ts';
import { identify } from './entry-identity.ts';
import type { Progress } from './remediation.ts';
import type { GapAlert } from './words/alert.ts';
import type { Done, Reason } from './words/done.ts';

/**
 * What the guard did, for the report.
 *
 * @param reason - why it did nothing more; undefined where only the plan says so
 * @param without - the network ACL evaluated without what the guard created; undefined where it created nothing
 */
export function toDone(
  { networkAcl, coverage, created }: Progress,
  reason: Reason | undefined,
  without: Coverage | undefined,
): Done {
  const { entries, unplaced } = coverage.plan;
  const isMissing = entries.length + unplaced.length > 0;
  const left = reason ?? (unplaced.length > 0 ? ({ kind: 'unplaced' } as const) : undefined);
  if (created.length === 0) return { did: 'nothing', reason: left ?? { kind: 'nothing-to-add' } };
  return {
    did: 'added',
    entries: created,
    after: networkAcl,
    coverageAfter: coverage,
    isOvertaken: without !== undefined && isOvertaken(created, without),
    ...(isMissing && left && { unfinished: left }),
  };
}

/** Whether the network ACL has changed so that the created entries are not what its plan would be without them. */
export function isOvertaken(created: Progress['created'], { writable }: Coverage): boolean {
  const planned = new Set(writable.map(identify));
  return created.some(entry => !planned.has(identify(entry)));
}

/** The kind of the alert when nothing was added. */
const KINDS: Readonly<Record<Reason['kind'], GapAlert['kind']>> = {
  'notify-mode': 'gap',
  'not-opted-in': 'gap',
  tagged: 'gap',
  'firewall-manager': 'gap',
  decided: 'gap',
  'nothing-to-add': 'gap',
  'no-effect': 'gap',
  'below-min-severity': 'gap',
  'not-planned': 'gap',
  restrained: 'gap',
  'no-record': 'gap',
  'unreported-write': 'gap',
  'first-sweep': 'gap',
  'role-refused': 'gap',
  conflict: 'conflict',
  refused: 'remediation-failed',
  throttled: 'remediation-failed',
  unconfirmed: 'remediation-failed',
  'out-of-time': 'remediation-failed',
  'not-listed': 'remediation-failed',
  'keeps-changing': 'remediation-failed',
  unplaced: 'remediation-failed',
};

export function toKind(done: Done): GapAlert['kind'] {
  if (done.did === 'nothing') return KINDS[done.reason.kind];
  if (done.isOvertaken) return 'remediation-failed';
  if (done.unfinished === undefined) return 'remediated';
  return done.unfinished.kind === 'conflict' ? 'conflict' : 'remediation-failed';
}
