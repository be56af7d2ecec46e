import type { Acceptance } from './acceptances.ts';
import { isAll } from './address.ts';
import type { Area, Ground } from './areas.ts';
import {
  ALL_PROTOCOLS,
  type Direction,
  type Entry,
  inRange,
  isFor,
  portsOf,
  type Transport,
  UDP,
} from './entry.ts';
import { matchesPort, permits } from './first-match.ts';
import {
  ALWAYS_SAME_PORT,
  isBroad,
  isOfPeers,
  neverAnswers,
  SAME_PORT_UNLESS_ACCEPTED,
  SAME_PORT_WITH_PEERS,
} from './services.ts';

/** Strongest first. */
export const EVIDENCE = ['accepted', 'named', 'broad', 'unaccepted'] as const;
export type Evidence = (typeof EVIDENCE)[number];

/** Whether interfaces are known, and whether there are any. */
export type Knowledge = 'unknown' | 'empty' | 'known';

export function toKnowledge({ it }: Ground, direction: Direction): Knowledge {
  const { exposure } = it.place;
  if (direction === 'ingress' || exposure.kind === 'unknown') return 'unknown';
  return exposure.interfaces.length === 0 ? 'empty' : 'known';
}

/** All that matters for the evidence of one port at one area. */
export interface Setting {
  readonly transport: Transport;
  readonly area: Area;
  /** The request entries and reply entries that match at the area, in order. */
  readonly requests: readonly Entry[];
  readonly replies: readonly Entry[];
  readonly receivers: ReadonlySet<Entry>;
  readonly knowledge: Knowledge;
  readonly isReachedFromVpcOnly: boolean;
}

/** A request entry that admits a port, and the evidence that the port is a service which comes from it. */
export interface Serving {
  readonly ruleNumber: number;
  readonly evidence: Evidence;
  /** The entry by itself says that it is a service: it is neither broad nor lets in answers. */
  readonly isNaming: boolean;
  /** The security groups that accept what the entry admits. */
  readonly acceptedBy: readonly string[];
  /** The interfaces whose service it may be. */
  readonly behind: readonly number[];
}

/**
 * The request entries that admit the port as a service, for clients at the area; none: it is no service (sections 4
 * and 5). The strongest evidence of them counts.
 *
 * Taking away receivers and broad allows leaves an allow as the first match exactly where an allow that is neither is
 * in front of the first deny.
 */
export function findServing(setting: Setting, port: number): Serving[] {
  if (!permits(setting.requests, port) || neverAnswers(setting.transport, port)) return [];
  const admitting = findAdmitting(setting.requests, port);
  const accepting = findAccepting(setting, port);
  if (isSamePort(setting, port, admitting, accepting)) return [];
  return admitting.flatMap(entry => {
    const counting = accepting.filter(one => countsWith(setting, one, entry));
    const evidence = judgeEntry(setting, entry, counting);
    if (evidence === undefined) return [];
    const acceptedBy = counting.map(({ groupId }) => groupId);
    const called = setting.knowledge === 'unknown' ? [] : setting.area.callable;
    const behind = [...counting.flatMap(one => one.behind), ...called];
    const isNaming = isStating(setting, entry) && !isBroad(entry);
    return [{ ruleNumber: entry.ruleNumber, evidence, isNaming, acceptedBy, behind }];
  });
}

/** The request entries that admit the port: the allows in front of the first deny, as their order never matters. */
export function findAdmitting(requests: readonly Entry[], port: number): Entry[] {
  const met = requests.filter(entry => matchesPort(entry, port));
  const firstDeny = met.findIndex(({ action }) => action === 'deny');
  return firstDeny < 0 ? met : met.slice(0, firstDeny);
}

function findAccepting({ area, transport, knowledge }: Setting, port: number): Acceptance[] {
  if (knowledge === 'unknown') return [];
  return area.acceptances.filter(one => isFor(one, transport) && inRange(portsOf(one), port));
}

/** The table of section 5, for one request entry that admits the port. */
function judgeEntry(setting: Setting, entry: Entry, counting: readonly Acceptance[]): Evidence | undefined {
  const { knowledge, area } = setting;
  if (counting.some(({ isWide }) => !isWide)) return 'accepted';
  if (!isStating(setting, entry)) return undefined;
  const stated = isBroad(entry) ? 'broad' : 'named';
  if (knowledge === 'unknown') return stated;
  if (counting.length > 0) return stated === 'named' ? 'accepted' : 'broad';
  const isLeftAsItIs = area.callable.length > 0 || (knowledge === 'empty' && stated === 'named');
  return isLeftAsItIs ? stated : 'unaccepted';
}

/** 0.0.0.0/0 and ::/0, where both say it, may count at the VPC's CIDR blocks only. */
function countsWith({ area, isReachedFromVpcOnly }: Setting, one: Acceptance, entry: Entry): boolean {
  return !isReachedFromVpcOnly || area.isInVpc || !(one.saysAnywhere && isAll(entry.block));
}

/** Entries that let in answers, and protocol -1 for UDP, state no service. */
function isStating({ receivers, transport }: Setting, entry: Entry): boolean {
  return !receivers.has(entry) && !(transport === UDP && entry.protocol === ALL_PROTOCOLS);
}

/** Both ends use the port, and replies to it get out: no service that needs an ephemeral port. */
function isSamePort(
  setting: Setting,
  port: number,
  admitting: readonly Entry[],
  accepting: readonly Acceptance[],
): boolean {
  if (setting.transport !== UDP || !permits(setting.replies, port)) return false;
  if (ALWAYS_SAME_PORT.includes(port)) return true;
  const counting = accepting.filter(one => admitting.some(entry => countsWith(setting, one, entry)));
  if (SAME_PORT_UNLESS_ACCEPTED.includes(port)) return counting.every(({ isWide }) => isWide);
  if (!SAME_PORT_WITH_PEERS.includes(port)) return false;
  return [...admitting, ...counting].some(({ block }) => isOfPeers(block));
}
