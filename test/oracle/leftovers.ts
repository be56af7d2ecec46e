import { formatAddress, holdsAddress } from './address.ts';
import { type Applied, openedPorts } from './applying.ts';
import { differing } from './differing.ts';
import { inRange } from './entry.ts';
import { isPlannable, type Judged } from './judgement.ts';
import { isMissing } from './replies.ts';
import type { Report, Unplaced } from './report.ts';

/**
 * Promise 1: what stays missing although a plan has to close it is what `unplaced` names, point for point; and so are
 * broad gaps that are worth a report.
 */
export function findUnnamed({ unplaced }: Report, applied: readonly Applied[]): string[] {
  return applied.flatMap(one => {
    const { judged } = one;
    const holding = unplaced.filter(part => isAt(part, judged));
    if (holding.length === 0 && !isToBeNamed(judged)) return [];
    const opened = openedPorts(one);
    return [...judged.decisions.keys()].flatMap(port => {
      const reasons = holding.filter(({ ports }) => inRange(ports, port)).map(({ reason }) => reason);
      const expected = expectedReasons(judged, port, opened.includes(port));
      if (expected.some(options => options === toKind(reasons))) return [];
      const address = formatAddress(judged.area.family, judged.area.address);
      return differing(
        `left at ${judged.transport} ${port} ${address}`,
        expected.join(' or '),
        reasons.join() || 'nothing',
      );
    });
  });
}

/** Whether what stays missing there has to be named. */
function isToBeNamed(judged: Judged): boolean {
  return isPlannable(judged) || (judged.evidence === 'broad' && judged.severity === 'medium');
}

function isAt({ transport, block }: Unplaced, { transport: its, area }: Judged): boolean {
  return transport === its && block.family === area.family && holdsAddress(block, area.address);
}

function toKind(reasons: readonly string[]): string {
  if (reasons.length === 0) return 'nothing';
  if (reasons.length > 1) return 'more than one';
  return reasons[0] === 'broad' ? 'broad' : 'some reason';
}

/** Broad gaps that are not reported may be named or not. */
function expectedReasons(judged: Judged, port: number, isOpened: boolean): string[] {
  if (!isMissing(judged, port) || isOpened) return ['nothing'];
  if (isPlannable(judged)) return ['some reason'];
  if (judged.evidence !== 'broad') return ['nothing'];
  return judged.severity === 'medium' ? ['broad'] : ['broad', 'nothing'];
}
