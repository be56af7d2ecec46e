import type { Coverage } from './coverage.ts';
import { isForgotten } from './gaps.ts';

/**
 * Finds the egress rules by which operators denied the missing replies on purpose: those that deny all of the gaps, where
 * nothing else denies any, and the denies of everything in front of which nothing is planned.
 *
 * @returns the rule numbers, ascending; none where what is missing was forgotten
 */
export function findDecisions({ gaps, plan }: Pick<Coverage, 'gaps' | 'plan'>): readonly number[] {
  const egress = gaps.filter(({ direction }) => direction === 'egress');
  const isDecided = !egress.some(isForgotten);
  const deniers = isDecided
    ? // Stryker disable next-line ConditionalExpression,ArrayDeclaration: where all is decided, entries deny
      egress.flatMap(({ deniedBy }) => (deniedBy.kind === 'entry' ? deniedBy.ruleNumber : []))
    : [];
  // The first is the deny, the second the allow that it cuts off.
  const cuttingOff = plan.unplaced.flatMap(({ reason, ruleNumbers }) =>
    reason === 'decision' ? ruleNumbers.slice(0, 1) : [],
  );
  return [...new Set([...deniers, ...cuttingOff])].sort((a, b) => a - b);
}
