import { renderMatch } from '../../../functions/alert/words/entry-text.ts';
import { capitalize, joinFirst } from '../../../functions/alert/words/plain-text.ts';
import type { NetworkAclEntry } from '../../../functions/coverage/network-acl-entry.ts';
import { formatCidrBlock } from '../../../functions/coverage/space/cidr-block.ts';
import type { CheckFinding } from './finding.ts';

const RULES_SHOWN = 4;

/** Undefined without such rules. @param denies - those that never take effect */
export function toDenyFinding(denies: readonly NetworkAclEntry[]): CheckFinding | undefined {
  if (denies.length === 0) return undefined;
  const texts = denies.map(renderDeny);
  const verb = denies.length === 1 ? 'never takes effect' : 'never take effect';
  return {
    rule: 'deny-never-takes-effect',
    level: 'low',
    headline: `${capitalize(joinFirst(texts, RULES_SHOWN, 'rules'))} ${verb}.`,
    difference: undefined,
    title: `${denies.length === 1 ? 'a deny rule' : `${denies.length} deny rules`} ${verb}`,
    causes: ['Rules with lower numbers decide all that they match.'],
    evidence: [],
    entries: [],
    advice: ['Give the deny rule a lower number, or remove it.'],
    facts: texts.join(),
  };
}

/** `outbound rule 110 (deny tcp/22 from 0.0.0.0/0)`. */
export function renderDeny(entry: NetworkAclEntry): string {
  const [side, preposition] = entry.direction === 'egress' ? ['outbound', 'to'] : ['inbound', 'from'];
  return `${side} rule ${entry.ruleNumber} (deny ${renderMatch(entry)} ${preposition} ${formatCidrBlock(entry.cidrBlock)})`;
}
