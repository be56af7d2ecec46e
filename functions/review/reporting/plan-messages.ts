import { type Due, type Occasion, type PendingFinding, toClass } from './due.ts';
import { addAbsent, addHeld } from './extra-digests.ts';
import type { HubOverview } from './hub-overview.ts';
import {
  type ClassMembers,
  type DigestClass,
  groupByAccount,
  type PlannedDigest,
  toPlanned,
} from './planned-digest.ts';
import type { ReporterRecord } from './reporter-record.ts';

/** Network ACLs that get messages of their own; more are a digest. */
const MOST_ALONE = 3;

/** The messages that are published now. */
export interface MessagePlan {
  readonly alone: readonly PendingFinding[];
  readonly digests: readonly PlannedDigest[];
}

/**
 * Plans at most three digests, or three for each account, beside what has to be published again.
 *
 * @param overview - absent: there is no hub
 */
export function planMessages(
  due: Due,
  occasion: Occasion,
  record: ReporterRecord,
  overview?: HubOverview,
): MessagePlan {
  const again = toAgain(due, record, overview);
  const whole = toWhole(occasion, record, again);
  const classes = toClasses([...due.byClass.values()].flat(), whole, overview);
  if (whole === 'introduction' && !classes.some(({ of }) => of === whole))
    classes.push({ of: whole, members: [] });
  const chosen = [...Map.groupBy(classes, ({ account }) => account).values()].map(choose);
  const digests = chosen.flatMap(one => one.digests.map(some => toPlanned(some, record)));
  const extra = { held: due.held, absent: overview?.absent ?? [], record };
  const withHeld = addHeld(digests, occasion, extra, overview);
  return {
    alone: [...due.againAlone, ...chosen.flatMap(({ alone }) => alone)],
    digests: addAbsent([...again, ...withHeld], extra, overview),
  };
}

function toClasses(
  pending: readonly PendingFinding[],
  whole: DigestClass | undefined,
  overview: HubOverview | undefined,
): ClassMembers[] {
  return [...groupByAccount(pending, overview)].flatMap(([account, some]) => {
    const byClass = Map.groupBy(some, one => {
      const own = toClass(one);
      return own === 'burst' ? own : (whole ?? own);
    });
    return [...byClass].map(([of, members]) => ({ of, ...(account && { account }), members }));
  });
}

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
function toAgain(
  { again }: Due,
  { introduces }: ReporterRecord,
  overview: HubOverview | undefined,
): PlannedDigest[] {
  return [...again].map(([id, members], index) => {
    const [first] = members;
    const of = introduces && index === 0 ? 'introduction' : first && toClass(first);
    const account = overview?.by === 'account' ? first?.account : undefined;
    return { of: of ?? 'sweep', id, members, absent: [], ...(account && { account }) };
  });
}

function choose(classes: readonly ClassMembers[]) {
  const [ofWhole, others] = [
    classes.filter(({ of }) => isWhole(of)),
    classes.filter(({ of }) => !isWhole(of)),
  ];
  const total = others.reduce((sum, { members }) => sum + members.length, 0);
  const isFew = ({ members }: ClassMembers) => total <= MOST_ALONE || members.length === 1;
  return {
    alone: others.filter(isFew).flatMap(({ members }) => members),
    digests: [...ofWhole, ...others.filter(one => !isFew(one))],
  };
}

function isWhole(of: DigestClass): boolean {
  return of === 'introduction' || of === 'open';
}
