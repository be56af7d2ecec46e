import type { Case } from './case.ts';
import { differing } from './differing.ts';
import { askShadowed } from './engine.ts';
import { DIRECTIONS } from './entry.ts';
import { findShadowed } from './shadowed.ts';

export function compareShadowed(it: Case): string[] {
  const engine = askShadowed(it);
  return DIRECTIONS.flatMap(direction =>
    differing(`shadowed, ${direction}`, `${findShadowed(it, direction)}`, `${engine[direction]}`),
  );
}
