import { toPlain } from '../../../functions/alert/words/plain-text.ts';
import type { IsAccepted } from '../checked.ts';
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
  /** @returns lines for the user */
  readonly finish: () => Promise<readonly string[]>;
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
      const fingerprint = fingerprintOf(evaluated, finding);
      const entry = entries.get(fingerprint);
      if (entry === undefined) return false;
      met.add(fingerprint);
      return today <= entry.until;
    },
    finish: async () =>
      [...entries.values()].flatMap(entry => renderNote(path, entry, met.has(entry.fingerprint), today)),
  };
}

function renderNote(
  path: string,
  { fingerprint, networkAcl, reason, until }: BaselineEntry,
  isMet: boolean,
  today: string,
): string[] {
  const name = toPlain(networkAcl);
  if (!isMet) return [`${path}: no finding matches the entry of ${name} (${fingerprint}): remove it`];
  return today <= until
    ? []
    : [`${path}: the entry of ${name} expired on ${until} and counts again: ${toPlain(reason)}`];
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
    finish: async () => {
      await writeBaselineFile(path, [...entries.values()]);
      return [`${path}: ${entries.size} ${entries.size === 1 ? 'finding is' : 'findings are'} accepted`];
    },
  };
}
