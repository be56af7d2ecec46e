import { formatAddress, holdsAddress, sameBlock } from './address.ts';
import { type Applied, apply, findSideEffects, openedPorts } from './applying.ts';
import type { Case } from './case.ts';
import { isExact } from './economy.ts';
import type { Entry } from './entry.ts';
import type { Examined } from './examined.ts';
import { isPlannable, type Judged } from './judgement.ts';
import { formatEntry } from './notation.ts';
import { findMisplaced, toGroups } from './placing.ts';

/** Readings that failed: exposure that should have been read and was not. */
const FAILED = ['not-allowed', 'no-time', 'shared-vpc', 'failed'];

/** Whether nothing may be written at all (section 7, restraint). */
export function isRestrained({ place: { exposure, inUse, subnetIds } }: Case): boolean {
  if (!inUse || subnetIds.length === 0) return true;
  return exposure.kind === 'unknown' ? FAILED.includes(exposure.reason) : exposure.interfaces.length === 0;
}

/** The network ACL alone makes the gap one: not only security groups say so. */
export function isStatedAlone(judged: Judged): boolean {
  return findStating(judged).length > 0;
}

/** The rule numbers of the request entries that make it one. */
function findStating({ services }: Judged): number[] {
  return services
    .filter(({ isNamedAlone }) => isNamedAlone)
    .flatMap(({ serving }) => serving)
    .filter(({ isNaming, evidence }) => isNaming && (evidence === 'accepted' || evidence === 'named'))
    .map(({ ruleNumber }) => ruleNumber);
}

function isResolved({ area }: Judged): boolean {
  return area.acceptances.every(({ unresolved }) => unresolved === 'no');
}

/** What is written and must not be, and what is not written although it may be. */
export function findUnrestrained(examined: Examined): string[] {
  const { it, report, judgement } = examined;
  const { writable, planned } = report;
  const { egress } = judgement;
  const text = writable.map(formatEntry);
  if (isRestrained(it)) return text.map(entry => `writes in spite of a restraint: ${entry}`);
  const isOnlyStatedAlone =
    egress.filter(isPlannable).every(isStatedAlone) &&
    egress.every(isResolved) &&
    isPlannedAsStated(examined);
  const isSame = `${text}` === `${planned.map(formatEntry)}`;
  const written = isSame ? examined.applied : apply(it, writable, egress);
  return [
    ...(isOnlyStatedAlone && !isSame ? ['writes something else than is planned'] : []),
    ...findMisplaced(it, writable).map(fault => `writes ${fault}`),
    ...findSideEffects(it, written).map(fault => `writes what ${fault}`),
    ...findUnplanned(examined.applied, written),
    ...findSaidByGroupsOnly(it, written),
  ];
}

/** Whether no entry of the plan has its block from a request entry that by itself says nothing of a service. */
function isPlannedAsStated({ it, report, judgement, applied }: Examined): boolean {
  const numbers = new Set(judgement.egress.filter(isPlannable).flatMap(findStating));
  const stating = it.entries.filter(({ egress, ruleNumber }) => !egress && numbers.has(ruleNumber));
  const isStated = ({ block }: Entry) => stating.some(one => sameBlock(one.block, block));
  return toGroups(report.planned).every(group => isExact(applied, group) || group.planned.every(isStated));
}

/** What is written opens nothing that the plan would not open. */
function findUnplanned(planned: readonly Applied[], written: readonly Applied[]): string[] {
  return written.flatMap((one, index) => {
    const opened = planned[index] === undefined ? [] : openedPorts(planned[index]);
    const { transport, area } = one.judged;
    return openedPorts(one)
      .filter(port => !opened.includes(port))
      .map(
        port =>
          `writes what is not planned: ${transport} ${port} to ${formatAddress(area.family, area.address)}`,
      );
  });
}

/** Writes that only security groups ask for. */
function findSaidByGroupsOnly(it: Case, applied: readonly Applied[]): string[] {
  return applied
    .filter(one => openedPorts(one).length > 0 && !one.judged.area.isOwn)
    .filter(({ judged }) => !isInsideStating(it, applied, judged))
    .map(({ judged: { transport, area } }) => {
      const address = formatAddress(area.family, area.address);
      return `writes what only security groups ask for: ${transport} to ${address}`;
    });
}

function isInsideStating(it: Case, applied: readonly Applied[], { transport, area }: Judged): boolean {
  const stating = applied
    .filter(({ judged }) => judged.transport === transport && judged.area.family === area.family)
    .flatMap(({ judged }) => findStating(judged));
  return it.entries.some(
    ({ egress, ruleNumber, block }) =>
      !egress && stating.includes(ruleNumber) && holdsAddress(block, area.address),
  );
}
