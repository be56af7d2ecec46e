import type { Alert, CoverageAlert } from '../../review/words/alert.ts';
import type { Digest } from '../../review/words/digest.ts';
import { renderShortHeadline } from './headline.ts';
import type { Tense } from './headline-parts.ts';
import { renderNetworkAcl } from './names.ts';
import { renderDigestPlace } from './place-text.ts';
import { cutText } from './plain-text.ts';
import { renderRuleName } from './rule-text.ts';
import { countDays } from './time-text.ts';

/** SNS takes at most 99 characters. They are ASCII, which every mail program shows alike. */
const SUBJECT_LENGTH = 99;
const NOT_ASCII = /[^ -~]/;

/** How a subject speaks of an alert of a kind. */
interface SubjectWords {
  /** The word in brackets, where it is not the severity. */
  readonly state?: string;
  readonly tense: Tense;
  /** The end of the impact. */
  readonly toEnding?: (alert: CoverageAlert) => string;
}

const SUBJECTS: Readonly<Record<CoverageAlert['kind'], SubjectWords>> = {
  gap: { tense: 'now' },
  reminder: { tense: 'still', toEnding: ({ since, at }) => `, day ${countDays(since, at)}` },
  remediated: { state: 'fixed', tense: 'over' },
  'remediation-failed': { tense: 'now', toEnding: () => ', fix failed' },
  conflict: { tense: 'now', toEnding: () => ', fix was removed' },
  resolved: { state: 'resolved', tense: 'over' },
};

/**
 * The title of the alert, `[state] NAME: impact (ACCOUNT REGION)`: phones show 33 to 48 characters of it. What does not fit
 * is cut from the impact.
 */
export function renderSubject(alert: Alert): string {
  const place = ` (${alert.account} ${alert.region})`;
  const name = toAscii(renderNetworkAcl(alert), alert.networkAclId);
  const room = SUBJECT_LENGTH - place.length;
  const titles = [true, false].map(hasRoom => renderTitle(alert, name, hasRoom));
  const title = titles.find(({ length }) => length <= room) ?? titles[1] ?? '';
  return cutText(title, room).replaceAll(/[^ -~]/g, '?') + place;
}

/** The title of a digest: `[high] 19 of 204 network ACLs block replies (ACCOUNT REGION)`. */
export function renderDigestSubject(digest: Digest, headline: string): string {
  const { about, severity } = digest;
  const place = ` (${renderDigestPlace(digest)})`;
  const state = about.kind === 'absence' ? 'unknown' : severity === 'none' ? 'ok' : severity;
  const title = `[${state}] ${headline}`;
  return cutText(title, SUBJECT_LENGTH - place.length).replaceAll(/[^ -~]/g, '?') + place;
}

/** A name in another script says nothing in ASCII: the id is shown. */
function toAscii(name: string, id: string): string {
  return NOT_ASCII.test(name) ? id : name;
}

/** The title without the place; the name can be of any script. */
export function renderTitle(alert: Alert, name = renderNetworkAcl(alert), hasRoom = true): string {
  return `[${toState(alert)}] ${name}: ${renderShortImpact(alert, hasRoom)}`;
}

/** How bad it is while it is open, or how it ended. */
export function toState(alert: Alert): string {
  if (alert.kind === 'cannot-evaluate') return 'unknown';
  const { state } = SUBJECTS[alert.kind];
  if (state !== undefined) return state;
  return alert.severity === 'none' ? alert.coverage.ingressSeverity : alert.severity;
}

function renderShortImpact(alert: Alert, hasRoom: boolean): string {
  if (alert.kind === 'cannot-evaluate') return 'cannot be evaluated';
  const [impact] = alert.impacts;
  if (alert.noEffect && (alert.kind === 'resolved' || alert.noEffect.isOnlyCause)) {
    const over = alert.kind === 'resolved' ? 'takes effect now, or is gone' : 'has no effect';
    return `${renderRuleName(alert.noEffect)} ${over}`;
  }
  if (alert.kind === 'resolved' && alert.coverage.status === 'gap') return 'the reported gap is gone';
  if (impact === undefined)
    return alert.kind === 'remediation-failed' ? 'fix failed' : 'clients get replies again';
  const { tense, toEnding = () => '' } = SUBJECTS[alert.kind];
  return renderShortHeadline(impact, tense, hasRoom) + toEnding(alert);
}
