import { type Coverage, evaluateCoverage } from '../../functions/coverage/coverage.ts';
import type { Surroundings } from '../../functions/coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import type { NetworkAclEntry } from '../../functions/coverage/network-acl-entry.ts';
import { worst } from '../../functions/coverage/severity.ts';
import { findShadowed } from '../../functions/coverage/shadowed.ts';
import { TAG } from '../../functions/review/words/mode.ts';
import type { CheckOptions } from './options.ts';
import type { Verdict } from './summary.ts';

/** Where a network ACL was read. What is not known is undefined. */
export interface InputSource {
  /** As the user named it; undefined: EC2. */
  readonly file: string | undefined;
  readonly account: string | undefined;
  readonly region: string | undefined;
}

/** One network ACL, and all that `check` reports about it. */
export interface EvaluatedNetworkAcl extends Verdict {
  readonly networkAcl: NetworkAcl;
  readonly source: InputSource;
  readonly coverage: Coverage;
  /** Why the exposure is unknown, or `known`. */
  readonly exposure: Surroundings['exposure'];
  /** Denies first: one that never takes effect only seems to protect. */
  readonly shadowed: readonly NetworkAclEntry[];
}

export function evaluate(
  networkAcl: NetworkAcl,
  source: InputSource,
  surroundings: Surroundings,
  settings: CheckOptions['settings'],
): EvaluatedNetworkAcl {
  const coverage = evaluateCoverage(networkAcl, surroundings, settings);
  const shadowed = findShadowed(networkAcl.entries);
  return {
    networkAcl,
    source,
    coverage,
    exposure: surroundings.exposure,
    shadowed: [...shadowed.filter(isDeny), ...shadowed.filter(entry => !isDeny(entry))],
    worst: worst([coverage.severity, coverage.ingressSeverity]),
    muted: networkAcl.tags[TAG] === 'ignore',
  };
}

function isDeny({ action }: NetworkAclEntry): boolean {
  return action === 'deny';
}
