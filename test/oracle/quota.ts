import { FAMILIES, type Family } from './address.ts';
import { ask, type Report } from './engine.ts';
import { type Case, isDefaultRule } from './entry.ts';

const NO_QUOTA = 1_000_000;

/** Promise 5: families that are not all or nothing against the quota. */
export function findQuotaFaults(it: Case, report: Report): string[] {
  return FAMILIES.flatMap(family => {
    const standing = it.entries.filter(
      entry => entry.egress && !isDefaultRule(entry) && entry.block.family === family,
    ).length;
    const planned = countPlanned(report, family);
    const wanted = countPlanned(ask(withoutQuota(it, report, family)), family);
    const refused = report.unplaced.some(
      ({ gap, reason }) => reason === 'quota' && gap.block.family === family,
    );
    const exceeds = wanted > 0 && standing + wanted > it.settings.ruleQuota;
    return [
      ...(exceeds === refused
        ? []
        : [`${family}: ${refused ? '' : 'not '}refused at ${standing} + ${wanted}`]),
      ...(planned === (refused ? 0 : wanted) ? [] : [`${family}: ${planned} planned of ${wanted}`]),
    ];
  });
}

function countPlanned({ planned }: Report, family: Family): number {
  return planned.filter(({ block }) => block.family === family).length;
}

/** Where the other family gets no entries, they take no rule numbers, either: it is then left out. */
function withoutQuota({ entries, settings }: Case, report: Report, family: Family): Case {
  const otherPlanned = countPlanned(report, family) < report.planned.length;
  return {
    settings: { ...settings, ruleQuota: NO_QUOTA },
    entries: entries.filter(entry => entry.egress || otherPlanned || entry.block.family === family),
  };
}
