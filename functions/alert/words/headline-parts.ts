import type { Impact, ImpactClient } from '../../review/words/impact.ts';
import { joinWords } from './plain-text.ts';
import { renderService } from './service-text.ts';
import { renderClientNames, renderHostNames } from './share-text.ts';
import { renderMore, renderTargets } from './target-text.ts';

/** When it happens: now; still, after it was reported; once a plan is applied; once a subnet uses it; no longer. */
export type Tense = 'now' | 'still' | 'planned' | 'unused' | 'over';

/** What a headline is made of. */
export type HeadlineImpact = Omit<Impact, 'groups' | 'isOnlyThere'> & {
  /** What of the sources is not hit, as far as it has a name. */
  readonly except?: Impact['sources'];
};

const BLOCKS_SHOWN = 2;
/** From this number of services on, a headline counts them: more names fit no sentence. */
export const MOST_NAMED = 3;

/** UDP has no connections. */
export const NOUNS = { tcp: 'connections', udp: 'requests' } as const satisfies Record<
  Impact['transport'],
  string
>;

/** What happens to the connections of TCP and the requests of UDP. */
export const VERBS: Readonly<Record<Impact['transport'], Readonly<Record<Tense, string>>>> = {
  tcp: {
    now: 'time out',
    still: 'still time out',
    planned: 'will time out',
    unused: 'will time out',
    over: 'get replies again',
  },
  udp: {
    now: 'get no reply',
    still: 'still get no reply',
    planned: 'will get no reply',
    unused: 'will get no reply',
    over: 'get replies again',
  },
};

/** `HTTP (tcp/80) and HTTPS (tcp/443) connections`, or `connections to 5 services`. */
export function renderWhat(impact: HeadlineImpact): string {
  if (isListed(impact)) return `${toNoun(impact)} to ${countServices(impact)} services`;
  const services = impact.services.shown.map(ports => renderService(impact.transport, ports));
  return toOutgoing(impact, toNamed(services, NOUNS[impact.transport]));
}

/** `SSH connections`. */
export function toNamed(services: readonly string[], noun: string): string {
  return services.length === 0 ? noun : `${joinWords(services)} ${noun}`;
}

/** The text after `outgoing`, where the connections are those of the subnets' own hosts. */
export function toOutgoing({ direction }: HeadlineImpact, text: string): string {
  return direction === 'ingress' ? `outgoing ${text}` : text;
}

/** ` over IPv6`, where that is the only family. */
export function renderFamily({ onlyFamily }: HeadlineImpact): string[] {
  if (onlyFamily === undefined) return [];
  return [`over ${onlyFamily === 'ipv6' ? 'IPv6' : 'IPv4'}`];
}

/** From whom to what. */
export function renderWay(impact: HeadlineImpact, clients: readonly ImpactClient[]): string[] {
  const targets = renderTargets(impact.targets);
  const { preposition, blocks } = toPlace(impact);
  if (impact.direction === 'ingress') {
    const called = preposition === 'outside' ? `addresses outside ${blocks}` : blocks;
    return renderOutgoingWay(renderHostNames(clients), targets, called);
  }
  const who = renderClientNames(clients);
  const where =
    blocks !== '' && (who !== '' || preposition === 'outside') ? `${preposition} ${blocks}` : blocks;
  const from = prefix('from', [who, where].filter(Boolean).join(' '));
  // A list of services belongs to its target: `connections to 5 services of subnet a from 10.0.0.0/8`.
  return isListed(impact) ? [...prefix('of', targets), ...from] : [...from, ...prefix('to', targets)];
}

function renderOutgoingWay(hosts: string, targets: string, called: string): string[] {
  const from = hosts && targets ? `${hosts} in ${targets}` : hosts || targets;
  return [...prefix('from', from), ...prefix('to', called)];
}

/** In `10.0.0.0/8 except 10.1.0.0/16`, or outside `10.0.0.0/8`; no blocks: anywhere. */
function toPlace({ sources, except = { shown: [], omitted: 0 } }: HeadlineImpact) {
  const blocks = renderBlocks(sources);
  const others = renderBlocks(except);
  if (blocks === '' && others !== '') return { preposition: 'outside', blocks: others } as const;
  return { preposition: 'in', blocks: others === '' ? blocks : `${blocks} except ${others}` } as const;
}

function prefix(preposition: string, text: string): string[] {
  return text === '' ? [] : [`${preposition} ${text}`];
}

/** `10.128.11.0/24, 10.128.12.0/24 and 2 more CIDR blocks`; empty for anywhere. */
export function renderBlocks({ shown, omitted }: HeadlineImpact['sources']): string {
  const named = shown.slice(0, BLOCKS_SHOWN);
  return joinWords([...named, ...renderMore(shown.length + omitted - named.length, 'CIDR block')]);
}

/** The first services by name, and how many more there are. */
export function renderServiceList(impact: HeadlineImpact): string {
  const shown = impact.services.shown.slice(0, MOST_NAMED);
  const services = shown.map(ports => renderService(impact.transport, ports));
  return joinWords([...services, ...renderMore(countServices(impact) - shown.length, '')]);
}

/** A rule that allows everything names no service: there is no share of anything. */
export function renderBroad({ direction, admittedBy, sources }: HeadlineImpact, tense: Tense): string {
  const isEgress = direction === 'egress';
  if (tense === 'over') return `${isEgress ? 'clients' : 'outgoing connections'} get replies again`;
  const [request, reply, way] = isEgress ? ['inbound', 'outbound', 'from'] : ['outbound', 'inbound', 'to'];
  const rules = [...admittedBy.shown.map(String), ...renderMore(admittedBy.omitted, '')];
  const [noun, verb] = rules.length === 1 ? ['rule', 'allows'] : ['rules', 'allow'];
  const where = prefix(way, renderBlocks(sources)).map(text => ` ${text}`);
  return `${request} ${noun} ${joinWords(rules)} ${verb} everything${where.join('')}, ${reply} does not`;
}

export function isBroad({ services, evidence, admittedBy }: HeadlineImpact): boolean {
  return services.shown.length === 0 && evidence === 'broad' && admittedBy.shown.length > 0;
}

/** Whether there are so many services that they follow the sentence. */
export function isListed(impact: HeadlineImpact): boolean {
  return countServices(impact) > MOST_NAMED;
}

export function countServices({ services }: HeadlineImpact): number {
  return services.shown.length + services.omitted;
}

/** `outgoing connections`. */
export function toNoun(impact: HeadlineImpact): string {
  return toOutgoing(impact, NOUNS[impact.transport]);
}
