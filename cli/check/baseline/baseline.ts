import { toPlain } from '../../../functions/alert/words/plain-text.ts';
import type { CheckedNetworkAcl, IsAccepted } from '../checked.ts';
import { fingerprintOf } from '../findings/fingerprint.ts';
import { addressOf, showableName } from '../reports/names.ts';
import {
  type BaselineEntry,
  readBaselineFile,
  readOldEntries,
  toDay,
  writeBaselineFile,
} from './baseline-file.ts';

/** What decides which findings are accepted, and what is to be said and done about it at the end. */
export interface Baseline {
  readonly isAccepted: IsAccepted;
  /** Takes note of all findings of a network ACL, also of those that fail nothing. */
  readonly see: (checked: CheckedNetworkAcl) => void;
  /**
   * @param isWhole - whether all of the input was read: else an entry may be about what is missing
   * @returns lines for the user
   */
  readonly finish: (isWhole: boolean) => Promise<readonly string[]>;
}

/** Days for which a new entry is accepted: a reason to look again. */
const DAYS = 90;
const DAY = 86_400_000;

/**
 * Accepts the findings of a file, until the day that each entry names.
 *
 * @param now - in milliseconds since 1970
 * @throws InputError for a file that is no baseline
 */
export function openBaseline(path: string, now: number): Baseline {
  const today = toDay(now);
  const entries = new Map(readBaselineFile(path).map(entry => [entry.fingerprint, entry]));
  const met = new Set<string>();
  return {
    isAccepted: (evaluated, finding) => {
      const entry = entries.get(fingerprintOf(evaluated, finding));
      return entry !== undefined && today <= entry.until;
    },
    see: checked => {
      for (const finding of checked.findings) met.add(fingerprintOf(checked, finding));
    },
    finish: async isWhole =>
      [...entries.values()].flatMap(entry => {
        if (met.has(entry.fingerprint)) return today <= entry.until ? [] : [renderExpired(path, entry)];
        return isWhole ? [renderUnmatched(path, entry)] : [];
      }),
  };
}

function renderExpired(path: string, { networkAcl, reason, until }: BaselineEntry): string {
  const name = toPlain(networkAcl);
  return `${path}: the entry of ${name} expired on ${until} and counts again: ${toPlain(reason)}`;
}

function renderUnmatched(path: string, { networkAcl, fingerprint }: BaselineEntry): string {
  return `${path}: no finding matches the entry of ${toPlain(networkAcl)} (${fingerprint}): remove it`;
}

/**
 * Accepts every finding that would fail, and writes them to a file. Reasons and days of entries that the file has stay.
 *
 * @param now - in milliseconds since 1970
 * @throws InputError for a file that exists and is no baseline
 */
export function recordBaseline(path: string, now: number): Baseline {
  const today = toDay(now);
  const until = toDay(now + DAYS * DAY);
  const old = new Map(readOldEntries(path).map(entry => [entry.fingerprint, entry]));
  const entries = new Map<string, BaselineEntry>();
  return {
    isAccepted: (evaluated, finding) => {
      const fingerprint = fingerprintOf(evaluated, finding);
      const known = old.get(fingerprint);
      const networkAcl = showableName(evaluated) ?? addressOf(evaluated);
      const created = { fingerprint, networkAcl, reason: `${finding.title}, accepted on ${today}`, until };
      entries.set(
        fingerprint,
        known ? { ...known, until: known.until < today ? until : known.until } : created,
      );
      return true;
    },
    see: () => undefined,
    finish: async () => {
      await writeBaselineFile(path, [...entries.values()]);
      return [`${path}: ${entries.size} ${entries.size === 1 ? 'finding is' : 'findings are'} accepted`];
    },
  };
}
