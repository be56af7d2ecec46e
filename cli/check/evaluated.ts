import { type Coverage, type CoverageSettings, evaluateCoverage } from '../../functions/coverage/coverage.ts';
import type { Surroundings } from '../../functions/coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import type { NetworkAclEntry } from '../../functions/coverage/network-acl-entry.ts';
import { worst } from '../../functions/coverage/severity.ts';
import { findShadowed } from '../../functions/coverage/shadowed.ts';
import type { CidrBlock } from '../../functions/coverage/space/cidr-block.ts';
import { type PortsTag, readPortsTag, toOwnSettings } from '../../functions/review/ports-tag.ts';
import { TAG } from '../../functions/review/words/mode.ts';
import type { Code, InputSource, ReadNetworkAcl, Unknown } from '../input/listed-network-acl.ts';
import type { Verdict } from './summary.ts';

/** One network ACL, and all that `check` reports about it. */
export interface EvaluatedNetworkAcl extends Verdict {
  readonly networkAcl: NetworkAcl;
  readonly source: InputSource;
  /** Of what is known. */
  readonly coverage: Coverage;
  /** What is known only after apply; empty: nothing. */
  readonly unknown: readonly Unknown[];
  /** Where its missing rules belong; undefined: it is known by its id alone. */
  readonly code: Code | undefined;
  /** Those of the command line, narrowed by the tag of the network ACL. */
  readonly settings: CoverageSettings;
  readonly portsTag: PortsTag;
  /** Why the exposure is unknown, or `known`. */
  readonly exposure: Surroundings['exposure'];
  /** Of its own subnets, as far as they are known: traffic inside a subnet meets no network ACL. */
  readonly ownBlocks: readonly CidrBlock[];
  /** Denies first: one that never takes effect only seems to protect. */
  readonly shadowed: readonly NetworkAclEntry[];
}

export function evaluate(
  { networkAcl, unknown, change, muted, code }: ReadNetworkAcl,
  source: InputSource,
  surroundings: Surroundings,
  settings: CoverageSettings,
): EvaluatedNetworkAcl {
  const own = toOwnSettings(networkAcl, settings);
  const coverage = evaluateCoverage(networkAcl, surroundings, own);
  const shadowed = findShadowed(networkAcl.entries);
  return {
    networkAcl,
    source,
    coverage,
    settings: own,
    portsTag: readPortsTag(networkAcl, settings),
    exposure: surroundings.exposure,
    ownBlocks: networkAcl.subnetIds.flatMap(id => surroundings.subnetBlocks.get(id) ?? []),
    shadowed: [...shadowed.filter(isDeny), ...shadowed.filter(entry => !isDeny(entry))],
    unknown,
    code,
    status: unknown.length > 0 ? 'unknown' : coverage.status,
    worst: worst([coverage.severity, coverage.ingressSeverity]),
    change: change && 'new',
    muted: networkAcl.tags[TAG] === 'ignore' ? { by: 'tag', reason: '' } : muted,
  };
}

function isDeny({ action }: NetworkAclEntry): boolean {
  return action === 'deny';
}
