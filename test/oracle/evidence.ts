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

/** The evidence that the port is a service for clients at the area; undefined: it is none (sections 4 and 5). */
export function judgeEvidence(setting: Setting, port: number): Evidence | undefined {
  const { transport, knowledge, area } = setting;
  if (!permits(setting.requests, port) || neverAnswers(transport, port)) return undefined;
  const accepting = findAccepting(setting, port);
  if (isSamePort(setting, port, accepting)) return undefined;
  const stated = judgeEntries(setting, port);
  if (knowledge === 'unknown') return stated;
  if (accepting.some(({ isWide }) => !isWide)) return 'accepted';
  if (stated === 'named' && accepting.length > 0) return 'accepted';
  if (stated === 'named' && knowledge === 'empty') return 'named';
  if (stated !== undefined && area.isCallable) return stated;
  if (stated === 'broad' && accepting.length > 0) return 'broad';
  return stated === undefined ? undefined : 'unaccepted';
}

/** Section 5, by the network ACL. */
function judgeEntries({ requests, receivers, transport }: Setting, port: number): Evidence | undefined {
  const met = requests.filter(entry => matchesPort(entry, port) && !receivers.has(entry));
  const withoutBroad = met.filter(entry => !isBroad(entry));
  if (withoutBroad[0]?.action === 'allow') return 'named';
  const stating = met.filter(entry => !(transport === UDP && isAllowOfAllProtocols(entry)));
  return stating[0]?.action === 'allow' ? 'broad' : undefined;
}

/** Protocol -1 states no UDP service. */
function isAllowOfAllProtocols({ action, protocol }: Entry): boolean {
  return action === 'allow' && protocol === ALL_PROTOCOLS;
}

/** The request entries that admit the port: the allows in front of the first deny, as the order of allows never matters. */
export function findAdmitting(requests: readonly Entry[], port: number): Entry[] {
  const met = requests.filter(entry => matchesPort(entry, port));
  const firstDeny = met.findIndex(({ action }) => action === 'deny');
  return firstDeny < 0 ? met : met.slice(0, firstDeny);
}

/** What accepts the port from the area and counts there. */
export function findAccepting(
  { area, transport, requests, knowledge, isReachedFromVpcOnly }: Setting,
  port: number,
): Acceptance[] {
  if (knowledge === 'unknown') return [];
  const accepting = area.acceptances.filter(one => isFor(one, transport) && inRange(portsOf(one), port));
  if (!isReachedFromVpcOnly || area.isInVpc) return accepting;
  const isAdmittedFromAnywhereOnly = findAdmitting(requests, port).every(({ block }) => isAll(block));
  return accepting.filter(({ saysAnywhere }) => !(saysAnywhere && isAdmittedFromAnywhereOnly));
}

/** Both ends use the port, and replies to it get out: no service that needs an ephemeral port. */
function isSamePort(setting: Setting, port: number, accepting: readonly Acceptance[]): boolean {
  const { transport, requests, replies } = setting;
  if (transport !== UDP || !permits(replies, port)) return false;
  if (ALWAYS_SAME_PORT.includes(port)) return true;
  if (SAME_PORT_UNLESS_ACCEPTED.includes(port)) return accepting.every(({ isWide }) => isWide);
  if (!SAME_PORT_WITH_PEERS.includes(port)) return false;
  return [...findAdmitting(requests, port), ...accepting].some(({ block }) => isOfPeers(block));
}
