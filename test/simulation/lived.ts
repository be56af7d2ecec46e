import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import type { Finding } from '../../functions/review/finding.ts';
import type { ReviewSettings } from '../../functions/review/interfaces.ts';
import { TAG } from '../../functions/review/words/mode.ts';
import type { RegionModel } from './region-model.ts';
import type { Story } from './story.ts';

/** What the invariants look at of a schedule. */
export interface Lived {
  readonly story: Pick<Story, 'writes' | 'published' | 'quiet' | 'outages'>;
  readonly region: RegionModel;
  readonly settings: ReviewSettings;
  readonly changes: { readonly deadLetters: readonly string[] };
  readonly calls: { readonly faults: number; readonly doubts: number; readonly rate: number };
  readonly table: { readonly findings: readonly Finding[] };
  /** What operators did. */
  readonly actions: number;
}

/** Whether the tags let the guard write. */
export function mayWrite({ tags }: NetworkAcl, mode: string): boolean {
  const tag = tags[TAG];
  if (tags.FMManaged !== undefined) return false;
  return tag === 'remediate' || (mode === 'remediate' && tag === undefined);
}
