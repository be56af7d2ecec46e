import { parseNetworkAcl } from '../../functions/aws/network-acl-shape.ts';
import { evaluateCoverage } from '../../functions/coverage/coverage.ts';
import { reaches, type Severity } from '../../functions/coverage/severity.ts';
import type { Finding } from '../../functions/review/finding.ts';
import type { ReviewSettings } from '../../functions/review/interfaces.ts';
import type { Alert } from '../../functions/review/words/alert.ts';
import { BREAKING_ENTRY } from './scratch.ts';
import { SmokeError } from './smoke-error.ts';

/** What the mode of the deployment promises for the network ACL that smoke breaks. */
export interface GuardPromise {
  readonly kind: Extract<Alert['kind'], 'gap' | 'remediated'>;
  readonly severity: Severity;
}

/**
 * What the guard has to do about the broken network ACL.
 *
 * @throws SmokeError if the settings make the guard report nothing
 */
export function toPromise(settings: ReviewSettings): GuardPromise {
  const entries = [{ ...BREAKING_ENTRY }];
  const broken = parseNetworkAcl({ NetworkAclId: 'acl-smoke', Entries: entries });
  const { severity } = evaluateCoverage(broken.entries, settings);
  if (!reaches(severity, settings.minSeverity)) {
    throw new SmokeError(
      `no test possible: the gap has severity ${severity}, but this deployment reports only from ${settings.minSeverity}`,
    );
  }
  return { kind: settings.mode === 'notify' ? 'gap' : 'remediated', severity };
}

/** The findings table, checked against the promise. */
export type PromiseVerdict =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'kept'; readonly alertedAt: Date }
  | { readonly kind: 'broken'; readonly why: string };

/** Waits until the guard has reported something. */
export function compareToPromise(finding: Finding | undefined, promise: GuardPromise): PromiseVerdict {
  const alerted = finding?.alerted;
  if (finding === undefined || alerted === undefined) return { kind: 'waiting' };
  if (alerted.kind !== promise.kind) {
    const why = `the guard reported "${alerted.kind}", but the mode promises "${promise.kind}"`;
    return { kind: 'broken', why };
  }
  return { kind: 'kept', alertedAt: alerted.at };
}
