import { joinFirst, joinWords } from '../../../functions/alert/words/plain-text.ts';
import type { Transport } from '../../../functions/coverage/network-acl-entry.ts';
import type { AddressFamily } from '../../../functions/coverage/space/cidr-block.ts';
import { nameService } from './service-names.ts';

/** Denied shares of the required ports, 0-1, at the address that is hit worst. */
export interface Shares {
  readonly linux: number;
  readonly windows: number;
  /** NAT gateways, load balancers and Lambda functions; undefined: none is known to connect. */
  readonly nat: number | undefined;
}

/** When connections fail: now, once a plan is applied, or once a subnet uses the network ACL. */
export const TENSES = ['now', 'planned', 'unused'] as const;
export type FindingTense = (typeof TENSES)[number];

/** What a headline says, as data. */
export interface HeadlineFacts {
  readonly transport: Transport;
  /** Whether the subnets themselves make the connections. */
  readonly outgoing: boolean;
  /** Such as `tcp/22`; none: everything. */
  readonly services: readonly string[];
  /** The CIDR blocks at the other end; none: anywhere. */
  readonly blocks: readonly string[];
  /** What of these blocks is not hit. */
  readonly except: readonly string[];
  /** Where the network ACL admits both address families and only this one is hit. */
  readonly onlyFamily: AddressFamily | undefined;
  readonly shares: Shares;
  readonly tense: FindingTense;
}

const SERVICES_SHOWN = 3;
const BLOCKS_SHOWN = 2;
/** Shares, 0-1: from which all connections count as hit, what is called half, and what is worth a name. */
const ALL = 0.99;
const HALF = { from: 0.45, to: 0.55 };
const NAMED = 0.1;
const LEAST = 0.01;
const FAMILIES: Readonly<Record<AddressFamily, string>> = { ipv4: 'IPv4', ipv6: 'IPv6' };

/** What users see, in one or a few sentences: `58% of the SSH (tcp/22) connections from Linux clients time out, at random.` */
export function renderHeadline(facts: HeadlineFacts): string {
  const { services, onlyFamily, tense } = facts;
  const [first = { words: 'some', who: '' }, ...others] = toClasses(facts.shares);
  const what = renderWhat(facts);
  const start = first.words === 'all' ? `all ${what}` : `${first.words} of the ${what}`;
  const over = onlyFamily ? ` over ${FAMILIES[onlyFamily]}` : '';
  const random = first.words === 'all' ? '' : ', at random';
  const list = isListed(facts)
    ? `: ${joinFirst(services.map(nameService), SERVICES_SHOWN, '').trimEnd()}`
    : '';
  const sentence = `${start}${over}${renderFrom(facts, first.who)} ${renderVerb(facts)}${random}${list}.`;
  const also = others.map(({ words, who }) => ` From ${who}: ${words}.`).join('');
  return `${tense === 'unused' ? `Once a subnet uses it, ${sentence}` : capitalize(sentence)}${also}`;
}

/** The same for a title: without ports, sources and what else follows. */
export function renderTitle(facts: HeadlineFacts): string {
  const [{ words } = { words: 'some' }] = toClasses(facts.shares);
  const noun = renderNoun(facts);
  const names = facts.services.map(service => nameService(service).replace(/ \(.*\)$/, ''));
  const what =
    names.length >= SERVICES_SHOWN
      ? `${noun} to ${names.length} services`
      : `${joinWords(names)} ${noun}`.trim();
  const outgoing = facts.outgoing ? 'outgoing ' : '';
  const start = words === 'all' ? 'all ' : `${words} of the `;
  return `${start}${outgoing}${what} ${renderVerb(facts)}`;
}

function renderWhat(facts: HeadlineFacts): string {
  const { services, outgoing } = facts;
  const noun = renderNoun(facts);
  const what = isListed(facts)
    ? `${noun} to ${services.length} services`
    : `${joinWords(services.map(nameService))} ${noun}`.trim();
  return `${outgoing ? 'outgoing ' : ''}${what}`;
}

function isListed({ services }: HeadlineFacts): boolean {
  return services.length > SERVICES_SHOWN;
}

function renderNoun({ transport }: HeadlineFacts): string {
  return transport === 'tcp' ? 'connections' : 'requests';
}

function renderVerb({ transport, tense }: HeadlineFacts): string {
  const verb = transport === 'tcp' ? 'time out' : 'get no reply';
  return tense === 'now' ? verb : `will ${verb}`;
}

function renderFrom({ outgoing, blocks, except }: HeadlineFacts, who: string): string {
  const { preposition, where } = renderWhere(blocks, except);
  if (outgoing) return where ? ` ${preposition || 'to'} ${where}` : '';
  if (who && where) return ` from ${who} ${preposition || 'in'} ${where}`;
  if (who) return ` from ${who}`;
  return where ? ` from ${[preposition, where].filter(Boolean).join(' ')}` : '';
}

/** `10.0.0.0/8 except 10.1.0.0/16`; `outside 10.0.0.0/8` where it is anywhere else. */
function renderWhere(blocks: readonly string[], except: readonly string[]) {
  const listed = joinFirst(blocks, BLOCKS_SHOWN, 'CIDR blocks');
  const left = joinFirst(except, BLOCKS_SHOWN, 'CIDR blocks');
  if (listed === '') return { preposition: left ? 'outside' : '', where: left };
  return { preposition: '', where: left ? `${listed} except ${left}` : listed };
}

/** Clients that are hit alike. */
interface HitClass {
  readonly words: string;
  /** Empty: all clients. */
  readonly who: string;
}

/** The classes to name: those that connect directly by share, worst first, then NAT; equal words together. */
function toClasses({ linux, windows, nat }: Shares): HitClass[] {
  const shares = [
    { names: ['Linux'], share: linux, rank: linux },
    { names: ['Windows', 'macOS'], share: windows, rank: windows },
    { names: [], share: nat ?? 0, rank: -1 },
  ];
  if (shares.every(({ share, rank }) => share >= ALL || (rank < 0 && nat === undefined)))
    return [{ words: 'all', who: '' }];
  const isNoticed = shares.some(({ share }) => share >= NAMED);
  const hit = shares
    .filter(({ share }) => share >= (isNoticed ? NAMED : LEAST))
    .sort((one, other) => other.rank - one.rank);
  return [...new Set(hit.map(({ share }) => renderShare(share)))].map(words => {
    const same = hit.filter(({ share }) => renderShare(share) === words);
    const direct = joinWords(same.flatMap(({ names }) => names));
    const behindNat = same.some(({ names }) => names.length === 0) ? ['clients behind NAT'] : [];
    return { words, who: joinWords([...(direct ? [`${direct} clients`] : []), ...behindNat]) };
  });
}

/** Never 0 % or 100 %. */
function renderShare(share: number): string {
  if (share >= ALL) return 'all';
  if (share >= HALF.from && share <= HALF.to) return 'about half';
  return `${Math.min(98, Math.max(1, Math.round(share * 100)))}%`;
}

export function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
