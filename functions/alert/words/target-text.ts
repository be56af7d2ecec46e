import type { Listed, Target } from '../../review/words/impact.ts';
import { joinWords } from './plain-text.ts';

const TARGETS_SHOWN = 2;

/** `load balancer web`, `subnets a and b` or `load balancer a, instance b and 1 more target`; empty for none. */
export function renderTargets({ shown, omitted }: Listed<Target>): string {
  const [first, second] = shown;
  const isPair = shown.length === 2 && omitted === 0 && first?.type === second?.type;
  if (first && second && isPair && !isPlainId(first) && !isPlainId(second))
    return `${first.type}s ${renderNameOf(first)} and ${renderNameOf(second)}`;
  const named = shown.slice(0, TARGETS_SHOWN).map(renderTarget);
  return joinWords([...named, ...renderMore(shown.length + omitted - named.length, 'target')]);
}

function renderTarget(target: Target): string {
  return isPlainId(target) ? target.id : `${target.type} ${renderNameOf(target)}`;
}

/** `subnet-1` says what it is. */
function isPlainId({ type, id, name }: Target): boolean {
  return name === undefined && id.startsWith(`${type}-`);
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
