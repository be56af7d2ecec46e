import { type Applied, apply } from './applying.ts';
import type { Case } from './case.ts';
import { ask } from './engine.ts';
import { type Judgement, judge } from './judgement.ts';
import type { Report } from './report.ts';

/** A case, what the engine reports of it, what the oracle says of it, and what the plan does. */
export interface Examined {
  readonly it: Case;
  readonly report: Report;
  readonly judgement: Judgement;
  readonly applied: readonly Applied[];
}

export function examine(it: Case, report = ask(it)): Examined {
  const written = [...report.planned, ...report.writable, ...report.unplaced];
  const judgement = judge(it, {
    blocks: written.map(({ block }) => block),
    ranges: written.flatMap(({ ports }) => ports ?? []),
  });
  return { it, report, judgement, applied: apply(it, report.planned, judgement.egress) };
}

/** The case with the plan applied. */
export function applyPlan({ it, report }: Examined): Case {
  return { ...it, entries: [...it.entries, ...report.planned] };
}
