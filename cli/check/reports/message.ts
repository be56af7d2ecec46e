import { cutText } from '../../../functions/alert/words/plain-text.ts';
import type { CheckedNetworkAcl } from '../checked.ts';
import type { CheckFinding } from '../findings/finding.ts';
import { renderMatchOf, sideOf } from './additions.ts';
import { addressOf, showableName } from './names.ts';

const RULES_SHOWN = 3;

/** A message in parts: programs show the first sentence alone where there is little room. */
export interface FindingMessage {
  /** `bastion: all SSH connections time out`. */
  readonly title: string;
  readonly headline: string;
  /** Why, a sentence each. */
  readonly causes: readonly string[];
  /** Why it counts as a service, a sentence each. */
  readonly evidence: readonly string[];
  /** What to do, a sentence each. */
  readonly fix: readonly string[];
}

export function toMessage(checked: CheckedNetworkAcl, finding: CheckFinding): FindingMessage {
  const { headline, title, causes, evidence, entries, advice } = finding;
  const rest = entries.length - RULES_SHOWN;
  const additions = entries
    .slice(0, RULES_SHOWN)
    .map(entry => `Add ${sideOf(entry)} rule ${entry.ruleNumber}: ${renderMatchOf(entry)}.`);
  const more = rest > 0 ? [`Add ${rest} more rules: --fix prints them.`] : [];
  const name = showableName(checked) ?? addressOf(checked);
  return { title: `${name}: ${title}`, headline, causes, evidence, fix: [...additions, ...more, ...advice] };
}

/** The whole message in one line. @param most - characters */
export function renderMessage({ headline, causes, evidence, fix }: FindingMessage, most: number): string {
  return cutText([headline, ...causes, ...fix, ...evidence].join(' '), most);
}

/** Whether a report shows the findings of this network ACL. */
export function isShown({ standing }: CheckedNetworkAcl, isAll: boolean): boolean {
  if (standing === 'muted' || standing === 'accepted' || standing === 'unchanged') return isAll;
  return true;
}
