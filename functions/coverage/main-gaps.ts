import type { Coverage } from './coverage.ts';
import type { Gap } from './gaps.ts';

/** The gaps that an alert is about: those of egress, and of ingress only where there are no others. */
export function mainGaps({ gaps, status }: Coverage): readonly Gap[] {
  return status === 'gap' ? gaps.filter(({ direction }) => direction === 'egress') : gaps;
}
