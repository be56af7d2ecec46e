import type { Publication } from '../../../functions/review/words/digest.ts';
import { EXAMPLE_ALERTS } from './alerts.ts';
import { EXAMPLE_DIGESTS } from './digests.ts';

/** A message of each kind, with made-up but consistent facts. */
export const EXAMPLES = { ...EXAMPLE_ALERTS, ...EXAMPLE_DIGESTS } as const satisfies Record<
  string,
  Publication
>;

/** The names under which `npm start -- --kind` shows them. */
export const EXAMPLE_KINDS = Object.keys(EXAMPLES) as ExampleKind[];
export type ExampleKind = keyof typeof EXAMPLES;
