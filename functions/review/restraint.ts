import { reaches } from '../coverage/severity.ts';
import type { ReviewSettings } from './interfaces.ts';
import type { Progress } from './remediation.ts';
import type { Restraint } from './words/done.ts';
import { TAG } from './words/mode.ts';

/** What keeps the guard from adding the missing entries; undefined: nothing does. */
export function toRestraint(
  { networkAcl, coverage }: Progress,
  settings: ReviewSettings,
): Restraint | undefined {
  if (settings.mode === 'notify') return { kind: 'notify-mode' };
  if (networkAcl.subnetIds.length === 0) return { kind: 'unused' };
  const { entries, unplaced } = coverage.plan;
  if (entries.length + unplaced.length === 0) return { kind: 'nothing-to-add' };
  if (!reaches(coverage.severity, settings.minSeverity)) return { kind: 'below-min-severity' };
  return toTagRestraint(settings.mode, networkAcl.tags[TAG]);
}

function toTagRestraint(
  mode: Exclude<ReviewSettings['mode'], 'notify'>,
  tag: string | undefined,
): Restraint | undefined {
  switch (mode) {
    case 'opt-in':
      return tag === 'remediate' ? undefined : { kind: 'not-opted-in', tag };
    case 'remediate':
      return tag === undefined || tag === 'remediate' ? undefined : { kind: 'tagged', tag };
  }
}
