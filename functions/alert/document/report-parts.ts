import { described, list, object } from '../../parsing/structures.ts';
import { knownOr, text } from '../../parsing/values.ts';
import { STEP_KINDS } from '../report/report.ts';

/** A line about the alert, such as `Evidence`, `security group web accepts tcp/443 from 0.0.0.0/0`. */
export const DETAIL = object({ label: text, text });

/** Something to copy, or to do. */
export const STEP = object({
  kind: described('What the lines are in.', knownOr(STEP_KINDS)),
  intro: described('A sentence; empty where none is needed.', text),
  lines: described('Code, or what to fill in.', list(text)),
  notes: described('Sentences about it.', list(text)),
});
