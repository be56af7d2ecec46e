import { type Coverage, evaluateCoverage } from '../../functions/coverage/coverage.ts';
import { nothingKnown } from '../../functions/coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import type { NetworkAclEntry } from '../../functions/coverage/network-acl-entry.ts';
import { reaches } from '../../functions/coverage/severity.ts';
import { findShadowed } from '../../functions/coverage/shadowed.ts';
import type { Options } from './options.ts';

/** One network ACL and all that `check` says of it. */
export interface Judged {
  readonly networkAcl: NetworkAcl;
  readonly coverage: Coverage;
  readonly shadowed: readonly NetworkAclEntry[];
}

export function judge(networkAcl: NetworkAcl, settings: Options['settings']): Judged {
  return {
    networkAcl,
    coverage: evaluateCoverage(networkAcl, nothingKnown('offline'), settings),
    shadowed: findShadowed(networkAcl.entries),
  };
}

export type Verdict = Pick<Coverage, 'status' | 'severity'>;

/** Whether the verdict is one that makes `check` exit with 1. */
export function fails({ severity }: Verdict): boolean {
  return reaches(severity, 'medium');
}
