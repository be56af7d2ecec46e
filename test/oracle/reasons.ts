import type { Case } from './case.ts';
import { inOrder } from './first-match.ts';
import { findCutOff, findKillSwitches } from './kill-switch.ts';
import type { Report, Unplaced } from './report.ts';

/** Reasons for planning nothing that are not so, or do not name the rules that they are about. */
export function findWrongReasons(it: Case, { unplaced }: Pick<Report, 'unplaced'>): string[] {
  const distinct = new Map(unplaced.map(one => [toText(one), one]));
  return [...distinct].flatMap(([text, one]) => (isSo(it, one) ? [] : [`wrong reason: ${text}`]));
}

function toText({ transport, block, reason, ruleNumbers }: Unplaced): string {
  return `${block.family} ${transport} ${reason} ${ruleNumbers}`;
}

function isSo(it: Case, one: Unplaced): boolean {
  const { exposure } = it.place;
  switch (one.reason) {
    case 'decision':
      return namesKillSwitch(it, one);
    case 'no-interfaces':
      return exposure.kind === 'known' && exposure.interfaces.length === 0;
    case 'too-many-entries':
      return exposure.kind === 'known';
    case 'broad':
    case 'quota':
    case 'rule-numbers':
      return true;
    default:
      return false;
  }
}

/** A deny of everything and an allow that it cuts off. */
function namesKillSwitch({ entries }: Case, { transport, block, ruleNumbers }: Unplaced): boolean {
  const existing = inOrder(entries, true);
  const named = new Set(ruleNumbers);
  return findKillSwitches(existing, { block, protocol: transport })
    .filter(deny => named.has(deny.ruleNumber))
    .some(deny => findCutOff(existing, deny).some(({ ruleNumber }) => named.has(ruleNumber)));
}
