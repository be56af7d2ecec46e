import { toEc2Entry } from '../../functions/aws/network-acl-shape.ts';
import { type Coverage, type CoverageSettings, evaluateCoverage } from '../../functions/coverage/coverage.ts';
import type { Surroundings } from '../../functions/coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import type { NetworkAclEntry } from '../../functions/coverage/network-acl-entry.ts';
import { mildest, type Severity, worst } from '../../functions/coverage/severity.ts';
import { findShadowed } from '../../functions/coverage/shadowed.ts';
import type { CidrBlock } from '../../functions/coverage/space/cidr-block.ts';
import { type PortsTag, readPortsTag, toOwnSettings } from '../../functions/review/ports-tag.ts';
import { TAG } from '../../functions/review/words/mode.ts';
import type { Code, InputNetworkAcl, InputSource, UnknownPart } from '../input/listed-network-acl.ts';
import { type ChangeByDirection, toChangeByDirection, toChangeKind } from './change.ts';
import { type AllowWithoutEffect, findWithoutEffect } from './no-effect.ts';
import type { ChangeKind, Status, Verdict } from './summary.ts';

/** One network ACL, and all that `check` reports about it. */
export interface EvaluatedNetworkAcl extends Verdict {
  readonly networkAcl: NetworkAcl;
  readonly source: InputSource;
  /** Of what is known. */
  readonly coverage: Coverage;
  /** Undefined: nothing changes, or it is new. */
  readonly before: EvaluatedBefore | undefined;
  /** What is known only after apply; empty: nothing. */
  readonly unknown: readonly UnknownPart[];
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
  /** Allow rules that the change creates in vain. */
  readonly noEffect: readonly AllowWithoutEffect[];
}

/** A network ACL before it is changed, and what the change does. */
export interface EvaluatedBefore {
  readonly coverage: Coverage;
  readonly changes: ChangeByDirection;
}

type Judge = (networkAcl: NetworkAcl) => Coverage;

/** Judges one network ACL of the input, and where it is changed, also what it was before. */
export function evaluate(
  read: InputNetworkAcl,
  source: InputSource,
  surroundings: Surroundings,
  settings: CoverageSettings,
): EvaluatedNetworkAcl {
  const { networkAcl, muted, code } = read;
  const own = toOwnSettings(networkAcl, settings);
  const judge = (one: NetworkAcl) => evaluateCoverage(one, surroundings, toOwnSettings(one, settings));
  const coverage = judge(networkAcl);
  const unknown = isEachWaySame(read, judge) ? [] : read.unknown;
  const certain = unknown.length > 0 ? toCertain(read, judge) : toWorst(coverage);
  const noEffect = findWithoutEffect(read);
  const shadowed = findShadowed(networkAcl.entries);
  const before = read.change?.before && toBefore(read.change.before, { networkAcl, coverage }, judge);
  return {
    networkAcl,
    source,
    coverage,
    before,
    settings: own,
    portsTag: readPortsTag(networkAcl, settings),
    exposure: surroundings.exposure,
    ownBlocks: networkAcl.subnetIds.flatMap(id => surroundings.subnetBlocks.get(id) ?? []),
    shadowed: [...shadowed.filter(isDeny), ...shadowed.filter(entry => !isDeny(entry))],
    unknown,
    code,
    noEffect,
    status: toStatus(coverage, unknown, certain, noEffect),
    worst: worst([certain, noEffect.length > 0 ? 'medium' : 'none']),
    change: noEffect.length > 0 && before ? 'worse' : toChange(read, before),
    muted: networkAcl.tags[TAG] === 'ignore' ? { by: 'tag', reason: '' } : muted,
  };
}

/** A gap that is high for every value is one; of any other the value may change what to do. */
function toStatus(
  { status }: Coverage,
  unknown: readonly UnknownPart[],
  certain: Severity,
  noEffect: readonly AllowWithoutEffect[],
): Status {
  if (unknown.length > 0) return certain === 'high' ? 'gap' : 'unknown';
  return noEffect.length > 0 ? 'gap' : status;
}

/** Whether all is known but conditions, and these make no difference. */
function isEachWaySame({ networkAcl, unknown, possible }: InputNetworkAcl, judge: Judge): boolean {
  if (unknown.length === 0 || unknown.some(({ kind }) => kind !== 'condition')) return false;
  const severities = possible.map(entries => toWorst(judge({ ...networkAcl, entries })));
  return new Set(severities).size === 1;
}

/** The severity that the network ACL has at least, whatever the unknown values are. */
function toCertain({ networkAcl, possible }: InputNetworkAcl, judge: Judge): Severity {
  return mildest(possible.map(entries => toWorst(judge({ ...networkAcl, entries }))));
}

function toWorst({ severity, ingressSeverity }: Coverage): Severity {
  return worst([severity, ingressSeverity]);
}

function toBefore(
  networkAcl: NetworkAcl,
  after: Pick<EvaluatedNetworkAcl, 'networkAcl' | 'coverage'>,
  judge: Judge,
): EvaluatedBefore {
  const coverage = judge(networkAcl);
  const changes = toChangeByDirection(
    { networkAcl, gaps: coverage.gaps },
    { networkAcl: after.networkAcl, gaps: after.coverage.gaps },
  );
  return { coverage, changes };
}

function toChange(
  { networkAcl, unknown, change }: InputNetworkAcl,
  evaluatedBefore: EvaluatedBefore | undefined,
): ChangeKind | undefined {
  if (change === undefined) return undefined;
  const { before } = change;
  if (before === undefined || evaluatedBefore === undefined) return 'new';
  if (unknown.length === 0) return toChangeKind(evaluatedBefore.changes);
  // What is not known may be worse.
  const isSame = unknown.every(({ kind }) => kind === 'rules') && hasSameEntries(before, networkAcl);
  return isSame ? 'same' : 'worse';
}

function hasSameEntries({ entries: some }: NetworkAcl, { entries: others }: NetworkAcl): boolean {
  const texts = (entries: readonly NetworkAclEntry[]) =>
    entries.map(each => JSON.stringify(toEc2Entry(each)));
  return texts(some).sort().join() === texts(others).sort().join();
}

function isDeny({ action }: NetworkAclEntry): boolean {
  return action === 'deny';
}
