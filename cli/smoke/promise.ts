import { parseNetworkAcl } from '../../functions/aws/network-acl-shape.ts';
import { evaluateCoverage } from '../../functions/coverage/coverage.ts';
import { nothingKnown } from '../../functions/coverage/exposure/exposure.ts';
import { reaches, type Severity } from '../../functions/coverage/severity.ts';
import type { Finding } from '../../functions/review/finding.ts';
import type { ReviewSettings } from '../../functions/review/interfaces.ts';
import type { Alert } from '../../functions/review/words/alert.ts';
import { BREAKING_ENTRY } from './scratch.ts';
import { SmokeError } from './smoke-error.ts';

/** What the deployment's mode promises about the network ACL that smoke breaks. */
export interface GuardPromise {
  readonly kind: Extract<Alert['kind'], 'gap' | 'remediated'>;
  readonly severity: Severity;
}

/**
 * What has to come of the broken network ACL.
 *
 * @throws SmokeError where the settings keep guard silent about it
 */
export function toPromise(settings: ReviewSettings): GuardPromise {
  const entries = [{ ...BREAKING_ENTRY }];
  const broken = parseNetworkAcl({ NetworkAclId: 'acl-smoke', Entries: entries });
  const { severity } = evaluateCoverage({ ...broken, inUse: true }, nothingKnown('offline'), settings);
  if (!reaches(severity, settings.minSeverity)) {
    throw new SmokeError(
      `cannot be tried: the gap would be of severity ${severity}, and this deployment alerts from ${settings.minSeverity}`,
    );
  }
  return { kind: settings.mode === 'notify' ? 'gap' : 'remediated', severity };
}

/** What is on record, held against the promise. */
export type Verdict =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'kept'; readonly alertedAt: Date }
  | { readonly kind: 'broken'; readonly why: string };

/** Nothing is decided before people have been told something. */
export function holdAgainst(finding: Finding | undefined, promise: GuardPromise): Verdict {
  const alerted = finding?.alerted;
  if (finding === undefined || alerted === undefined) return { kind: 'waiting' };
  if (alerted.kind !== promise.kind) {
    const why = `people were told "${alerted.kind}", and the mode promises "${promise.kind}"`;
    return { kind: 'broken', why };
  }
  return { kind: 'kept', alertedAt: alerted.at };
}
