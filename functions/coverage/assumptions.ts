import type { Exposure } from './exposure/exposure.ts';
import type { Judgement } from './judgement.ts';
import { DIRECTIONS, type EntryRef, matchedPorts, type NetworkAclEntry } from './network-acl-entry.ts';
import { toNeverAnswered } from './never-answered.ts';
import { contains } from './space/port-set.ts';

/** What was assumed for a verdict. */
export interface Assumptions {
  /** Whether it was known what the interfaces accept, or could change nothing. */
  readonly exposure: 'known' | 'unknown' | 'not-needed';
  /** The entries that were taken to let only answers in, and so to offer no service. */
  readonly answers: readonly EntryRef[];
  /** The entries whose ports expect no reply. */
  readonly oneWay: readonly EntryRef[];
  /** The entries whose ports both ends use, so that replies to these ports are enough. */
  readonly samePort: readonly EntryRef[];
}

export function toAssumptions(judgements: readonly Judgement[], exposure: Exposure): Assumptions {
  const unanswered = judgements.flatMap(({ unanswered: entries }) => [...entries]);
  return {
    exposure: toExposureWord(exposure),
    answers: toRefs(judgements.flatMap(({ facts }) => [...facts.receivers])),
    oneWay: toRefs(unanswered.filter(isOneWay)),
    samePort: toRefs(unanswered.filter(entry => !isOneWay(entry))),
  };
}

function toExposureWord(exposure: Exposure): Assumptions['exposure'] {
  if (exposure.kind === 'known') return 'known';
  return exposure.reason === 'not-needed' ? 'not-needed' : 'unknown';
}

function isOneWay(entry: NetworkAclEntry): boolean {
  // Stryker disable next-line StringLiteral,ConditionalExpression: only entries for UDP are asked about
  const ports = matchedPorts(entry, 'udp');
  // Stryker disable next-line StringLiteral,ConditionalExpression: they match UDP
  return ports !== undefined && contains(toNeverAnswered('udp'), [ports]);
}

/** Ingress first, by rule number. */
function toRefs(entries: readonly NetworkAclEntry[]): EntryRef[] {
  const refs = entries.map(({ direction, ruleNumber }) => ({ direction, ruleNumber }));
  const place = ({ direction }: EntryRef) => DIRECTIONS.indexOf(direction);
  return refs.sort((a, b) => place(a) - place(b) || a.ruleNumber - b.ruleNumber);
}
