import type { Coverage } from '../../coverage/coverage.ts';
import type { Gap } from '../../coverage/gaps.ts';

export function egressGaps({ gaps }: Coverage): readonly Gap[] {
  return gaps.filter(({ direction }) => direction === 'egress');
}

export function ingressGaps({ gaps }: Coverage): readonly Gap[] {
  return gaps.filter(({ direction }) => direction === 'ingress');
}

/** The gaps that the alert is about: those of egress, and of ingress only where there are no others. */
export function mainGaps(coverage: Coverage): readonly Gap[] {
  return coverage.status === 'gap' ? egressGaps(coverage) : coverage.gaps;
}
