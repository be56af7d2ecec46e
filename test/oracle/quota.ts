import { FAMILIES, type Family } from './address.ts';
import type { Case } from './case.ts';
import { ask } from './engine.ts';
import { isDefaultRule } from './entry.ts';
import type { Report } from './report.ts';

const NO_QUOTA = 1_000_000;

/** Promise 5: families that are not all or nothing against the quota. */
export function findQuotaFaults(it: Case, report: Report): string[] {
  return FAMILIES.flatMap(family => {
    const existing = it.entries.filter(
      entry => entry.egress && !isDefaultRule(entry) && entry.block.family === family,
    ).length;
    const planned = countPlanned(report, family);
    const wanted = countPlanned(ask(withoutQuota(it, report, family)), family);
    const refused = report.unplaced.some(
      ({ block, reason }) => reason === 'quota' && block.family === family,
    );
    const exceeds = wanted > 0 && existing + wanted > it.settings.ruleQuota;
    return [
      ...(exceeds === refused
        ? []
        : [`${family}: ${refused ? '' : 'not '}refused at ${existing} + ${wanted}`]),
      ...(planned === (refused ? 0 : wanted) ? [] : [`${family}: ${planned} planned of ${wanted}`]),
    ];
  });
}

function countPlanned({ planned }: Report, family: Family): number {
  return planned.filter(({ block }) => block.family === family).length;
}

/** Where the other family gets no entries, they take no rule numbers, either: it is then left out. */
function withoutQuota({ entries, settings, place }: Case, report: Report, family: Family): Case {
  const otherPlanned = countPlanned(report, family) < report.planned.length;
  return {
    place,
    settings: { ...settings, ruleQuota: NO_QUOTA },
    entries: entries.filter(entry => entry.egress || otherPlanned || entry.block.family === family),
  };
}
