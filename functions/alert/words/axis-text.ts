import { mainGaps } from '../../coverage/main-gaps.ts';
import type { CoverageAlert } from '../../review/words/alert.ts';
import { MARGIN, renderBars, renderScale } from './coverage-bar.ts';

/** The bars of the directions and protocols that are hit, under their scale; none where none is hit. */
export function renderAxis({
  coverage,
  ephemeralPorts,
}: Pick<CoverageAlert, 'coverage' | 'ephemeralPorts'>): string[] {
  // Also those that an operator decided on, which a digest leaves out beside others: the bars mark them.
  const gaps = mainGaps(coverage);
  const hit = coverage.served.filter(({ direction, protocol }) =>
    gaps.some(gap => gap.direction === direction && gap.protocol === protocol),
  );
  if (hit.length === 0) return [];
  return [' '.repeat(MARGIN) + renderScale(), ...renderBars({ ...coverage, served: hit }, ephemeralPorts)];
}
