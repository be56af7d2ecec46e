import { type Gap, isForgotten } from '../../coverage/gaps.ts';
import {
  isDefaultRule,
  LAST_RULE_NUMBER,
  type NetworkAclEntry,
  TRANSPORTS,
  toMatch,
} from '../../coverage/network-acl-entry.ts';
import type { CoverageAlert } from '../../review/words/alert.ts';

/** Rules that are proposed; a reader has to look at more of them first. */
const MOST_RULES = 2;
/** The usual distance between rule numbers. */
const STEP = 10;

/**
 * The inbound rules that would let the missing replies in. The guard never writes them: they open ports.
 *
 * @returns none where too many would be needed, or no number is free in front of what denies everything
 */
export function proposeInbound({ networkAcl, coverage }: CoverageAlert): NetworkAclEntry[] {
  const gaps = coverage.gaps.filter(gap => gap.direction === 'ingress' && isForgotten(gap));
  const severe = gaps.filter(({ severity }) => severity === 'high');
  const wanted = severe.length > 0 ? severe : gaps;
  if (wanted.length > MOST_RULES) return [];
  const entries: NetworkAclEntry[] = [];
  for (const gap of wanted) {
    const ruleNumber = findNumber([...networkAcl.entries, ...entries], gap);
    if (ruleNumber === undefined) return [];
    entries.push({
      ...{ ruleNumber, direction: 'ingress', action: 'allow', protocol: TRANSPORTS[gap.protocol] },
      ...{ cidrBlock: gap.cidrBlock, portRange: gap.ports },
    });
  }
  return entries;
}

/** Behind all other rules, but in front of one that denies everything. */
function findNumber(entries: readonly NetworkAclEntry[], { protocol, cidrBlock }: Gap): number | undefined {
  const inbound = entries.filter(entry => entry.direction === 'ingress' && !isDefaultRule(entry));
  const used = new Set(inbound.map(({ ruleNumber }) => ruleNumber));
  const end = inbound
    .filter(entry => {
      const isOfFamily = entry.cidrBlock.family === cidrBlock.family;
      return entry.action === 'deny' && isOfFamily && entry.cidrBlock.prefixLength === 0 && toMatch(entry, protocol);
    })
    .reduce((least, { ruleNumber }) => Math.min(least, ruleNumber), LAST_RULE_NUMBER + 1);
  const last = Math.max(0, ...[...used].filter(ruleNumber => ruleNumber < end));
  const next = (Math.floor(last / STEP) + 1) * STEP;
  const candidates = [next, last + 1].filter(ruleNumber => ruleNumber < end && !used.has(ruleNumber));
  return candidates[0];
}
