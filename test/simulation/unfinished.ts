import { evaluateCoverage } from '../../functions/coverage/coverage.ts';
import { nothingKnown } from '../../functions/coverage/exposure/exposure.ts';
import { isBroken } from '../../functions/review/evaluation.ts';
import { TAG } from '../../functions/review/words/mode.ts';
import { type Lived, mayWrite } from './lived.ts';

/** After two days without operators and faults: what the guard may fix is fixed, and what it did is reported. */
export function findUnfinished(schedule: Lived): string[] {
  if (schedule.changes.deadLetters.length > 0) return [];
  const { region, table } = schedule;
  const isUnsettled = table.findings.some(
    ({ pending, remediations }) => pending.length > 0 || remediations.some(({ reported }) => !reported),
  );
  return [
    ...(isUnsettled ? ['an alert or a write is still not reported'] : []),
    ...region.ids.filter(id => isLeft(id, schedule)).map(() => 'a gap that the guard may fix still exists'),
  ];
}

function isLeft(networkAclId: string, { region, settings }: Lived): boolean {
  const networkAcl = region.current(networkAclId);
  if (networkAcl === undefined || networkAcl.tags[TAG] === 'ignore') return false;
  if (settings.mode === 'notify' || !mayWrite(networkAcl, settings.mode)) return false;
  const coverage = evaluateCoverage(networkAcl, nothingKnown('turned-off'), settings);
  return coverage.writable.length > 0 && isBroken(coverage, settings);
}
