import { type Due, type Occasion, type PendingFinding, toClass } from './due.ts';
import type { PlannedDigest } from './publish-digest.ts';
import type { ReporterRecord } from './reporter-record.ts';
import { type DigestClass, toDigestId } from './to-digest.ts';

/** Network ACLs that get messages of their own; more are a digest. */
const MOST_ALONE = 3;

/** The messages that are published now. */
export interface MessagePlan {
  readonly alone: readonly PendingFinding[];
  readonly digests: readonly PlannedDigest[];
}

/** Plans at most three digests, beside what has to be published again. */
export function planMessages(due: Due, occasion: Occasion, record: ReporterRecord): MessagePlan {
  const again = toAgain(due, record);
  const whole = toWhole(occasion, record, again);
  const classes = Map.groupBy([...due.byClass.values()].flat(), one => {
    const own = toClass(one);
    return own === 'burst' ? own : (whole ?? own);
  });
  if (whole === 'introduction' && !classes.has(whole)) classes.set(whole, []);
  const chosen = choose(classes);
  const digests = chosen.digests.map(([of, members]) => toPlanned(of, members, record));
  return {
    alone: [...due.againAlone, ...chosen.alone],
    digests: [...again, ...addHeld(digests, due.held, occasion, record)],
  };
}

type Classes = ReadonlyMap<DigestClass, readonly PendingFinding[]>;

/** What a sweep and reminders leave is one digest after a deployment, and for a new subscriber. */
function toWhole(
  occasion: Occasion,
  { introduces, sweep }: ReporterRecord,
  again: readonly PlannedDigest[],
): 'introduction' | 'open' | undefined {
  if (introduces) return again.length > 0 ? undefined : 'introduction';
  return sweep?.purpose === 'open' && occasion === 'sweep-end' ? 'open' : undefined;
}

/** What was cut off keeps its id. */
function toAgain({ again }: Due, { introduces }: ReporterRecord): PlannedDigest[] {
  return [...again].map(([id, members], index) => {
    const [first] = members;
    const of = introduces && index === 0 ? 'introduction' : first && toClass(first);
    return { of: of ?? 'sweep', id, members };
  });
}

function choose(classes: Classes) {
  const [ofWhole, others] = [
    [...classes].filter(([of]) => isWhole(of)),
    [...classes].filter(([of]) => !isWhole(of)),
  ];
  const total = others.reduce((sum, [, members]) => sum + members.length, 0);
  const isFew = ([, members]: (typeof others)[number]) => total <= MOST_ALONE || members.length === 1;
  return {
    alone: others.filter(isFew).flatMap(([, members]) => members),
    digests: [...ofWhole, ...others.filter(one => !isFew(one))],
  };
}

function isWhole(of: DigestClass): boolean {
  return of === 'introduction' || of === 'open';
}

function toPlanned(
  of: DigestClass,
  members: readonly PendingFinding[],
  { sweep }: ReporterRecord,
): PlannedDigest {
  const names = members.map(
    ({ networkAclId, pending: [first] }) => `${networkAclId} ${first?.recorded.at.toISOString()}`,
  );
  return { of, id: toDigestId(of, [`${sweep?.result.at.toISOString()}`, ...names]), members };
}

/** What had too many alerts joins a digest, and has one of its own at the end of a sweep. */
function addHeld(
  digests: readonly PlannedDigest[],
  held: readonly PendingFinding[],
  occasion: Occasion,
  record: ReporterRecord,
): readonly PlannedDigest[] {
  if (held.length === 0) return digests;
  const [first, ...others] = digests;
  if (first) return [{ ...first, members: [...first.members, ...held] }, ...others];
  return occasion === 'sweep-end' ? [toPlanned('sweep', held, record)] : [];
}
