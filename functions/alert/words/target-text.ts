import type { Listed, Target } from '../../review/words/impact.ts';
import { joinWords } from './plain-text.ts';

const TARGETS_SHOWN = 2;

/** `load balancer web`, `subnets a and b` or `load balancer a, instance b and 1 more target`; empty for none. */
export function renderTargets({ shown, omitted }: Listed<Target>): string {
  const [first, second] = shown;
  const isPair = shown.length === 2 && omitted === 0 && first?.type === second?.type;
  if (first && second && isPair) return `${first.type}s ${renderNameOf(first)} and ${renderNameOf(second)}`;
  const named = shown.slice(0, TARGETS_SHOWN).map(target => `${target.type} ${renderNameOf(target)}`);
  return joinWords([...named, ...renderMore(shown.length + omitted - named.length, 'target')]);
}

/** The name under which operators know it. */
export function renderNameOf({ id, name }: Pick<Target, 'id' | 'name'>): string {
  return name ?? id;
}

/** `1 more target`, `3 more targets`; none for zero. */
export function renderMore(count: number, noun: string): string[] {
  if (count <= 0) return [];
  return [`${count} more${noun === '' ? '' : ` ${noun}${count === 1 ? '' : 's'}`}`];
}
