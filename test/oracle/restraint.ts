import { formatAddress, holdsAddress } from './address.ts';
import { type Applied, apply, openedPorts } from './applying.ts';
import type { Case } from './case.ts';
import { isPlannable, type Judged } from './judgement.ts';
import { formatEntry } from './notation.ts';
import type { Report } from './report.ts';

/** Readings that failed: exposure that should have been read and was not. */
const FAILED = ['not-allowed', 'no-time', 'shared-vpc', 'failed'];

/** Whether nothing may be written at all (section 7, restraint). */
export function isRestrained({ place: { exposure, inUse, subnetIds } }: Case): boolean {
  if (!inUse || subnetIds.length === 0) return true;
  return exposure.kind === 'unknown' ? FAILED.includes(exposure.reason) : exposure.interfaces.length === 0;
}

/** The network ACL alone makes the gap one: not only security groups say so. */
export function isStatedAlone({ services }: Judged): boolean {
  return services.some(
    ({ evidence, isNamedAlone }) => isNamedAlone && (evidence === 'accepted' || evidence === 'named'),
  );
}

function isResolved({ area }: Judged): boolean {
  return area.acceptances.every(({ unresolved }) => unresolved === 'no');
}

/** What may be written and must not, and what must be and may not. */
export function findUnrestrained(it: Case, report: Report, egress: readonly Judged[]): string[] {
  const { writable, planned } = report;
  const text = writable.map(formatEntry);
  const unplanned = text.filter(entry => !planned.map(formatEntry).includes(entry));
  const faults = unplanned.map(entry => `writes what is not planned: ${entry}`);
  if (isRestrained(it)) return [...faults, ...text.map(entry => `writes in spite of a restraint: ${entry}`)];
  const isOnlyStatedAlone = egress.filter(isPlannable).every(isStatedAlone) && egress.every(isResolved);
  const missing =
    isOnlyStatedAlone && writable.length < planned.length ? ['writes less than is planned'] : [];
  return [...faults, ...missing, ...findSaidByGroupsOnly(it, apply(it, writable, egress))];
}

/** Writes that only security groups ask for. */
function findSaidByGroupsOnly(it: Case, applied: readonly Applied[]): string[] {
  const admitting = it.entries.filter(entry =>
    applied.some(({ judged }) => isStatedAlone(judged) && admitsAlone(judged, entry)),
  );
  return applied
    .filter(one => openedPorts(one).length > 0 && !one.judged.area.isOwn)
    .filter(({ judged: { area, transport } }) => {
      const inside = admitting.filter(
        ({ block }) => block.family === area.family && holdsAddress(block, area.address),
      );
      return !inside.some(entry => entry.protocol === transport || entry.protocol === -1);
    })
    .map(({ judged: { transport, area } }) => {
      const address = formatAddress(area.family, area.address);
      return `writes what only security groups ask for: ${transport} to ${address}`;
    });
}

function admitsAlone({ services, area }: Judged, entry: Case['entries'][number]): boolean {
  return (
    !entry.egress &&
    entry.block.family === area.family &&
    services.some(
      ({ isNamedAlone, evidence, serving }) =>
        isNamedAlone &&
        (evidence === 'accepted' || evidence === 'named') &&
        serving.some(({ ruleNumber }) => ruleNumber === entry.ruleNumber),
    )
  );
}
