import { parseNetworkAcl } from '../../functions/aws/network-acl-shape.ts';
import { evaluateCoverage } from '../../functions/coverage/coverage.ts';
import { nothingKnown, type Surroundings } from '../../functions/coverage/exposure/exposure.ts';
import { reaches, type Severity } from '../../functions/coverage/severity.ts';
import type { Finding } from '../../functions/review/finding.ts';
import type { Alert } from '../../functions/review/words/alert.ts';
import type { Deployed } from './deployed.ts';
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
export function toPromise({
  settings,
  readExposure,
}: Pick<Deployed, 'settings' | 'readExposure'>): GuardPromise {
  const Associations = [{ SubnetId: 'subnet-smoke' }];
  const entries = [{ ...BREAKING_ENTRY }];
  const broken = parseNetworkAcl({ NetworkAclId: 'acl-smoke', Associations, Entries: entries });
  const { severity, writable } = evaluateCoverage(broken, toSurroundings(readExposure), settings);
  if (!reaches(severity, settings.minSeverity)) {
    throw new SmokeError(
      `no test possible: the gap has severity ${severity}, but this deployment reports only from ${settings.minSeverity}`,
    );
  }
  const isWritten = settings.mode !== 'notify' && writable.length > 0;
  return { kind: isWritten ? 'remediated' : 'gap', severity };
}

/** What the guard finds around the test network ACL: no interface uses its subnet. */
export function toSurroundings(readExposure: boolean): Surroundings {
  if (!readExposure) return nothingKnown('turned-off');
  return {
    ...nothingKnown('offline'),
    exposure: {
      kind: 'known',
      interfaces: [],
      clients: [],
      hasInternetFacingNlb: false,
      securityGroups: new Map(),
      carriers: new Map(),
      prefixLists: new Map(),
    },
  };
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
