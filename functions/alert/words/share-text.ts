import type { Impact, ImpactClient } from '../../review/words/impact.ts';
import { joinWords } from './plain-text.ts';

/** Denied shares, 0-1: from the first on it is all, as for a verdict `blocked`; around the half it is about that. */
const ALL = 0.99;
const ABOUT_HALF = { from: 0.45, to: 0.55 } as const;
/** Shares that a headline names where nothing is worse, and where something is. */
const LEAST_NAMED = 0.01;
const LEAST_BESIDE_WORSE = 0.1;

/** A share as a headline says it; never 0 % or 100 %. */
export function renderShare(share: number): string {
  if (share >= ALL) return 'all';
  if (share >= ABOUT_HALF.from && share <= ABOUT_HALF.to) return 'about half';
  if (share < LEAST_NAMED) return 'fewer than 1%';
  return `${Math.min(98, Math.max(1, Math.round(share * 100)))}%`;
}

/** Clients of which the same share is hit. */
export interface HitClients {
  /** `all`, `about half` or a percentage. */
  readonly share: string;
  /** None: all clients. */
  readonly clients: readonly ImpactClient[];
}

/**
 * The clients to name: of those that connect directly the worst first, then NAT. Those that are hit alike are one group.
 * At least one group.
 */
export function toHitClients({
  shares,
  isNatKnown,
}: Pick<Impact, 'shares' | 'isNatKnown'>): [HitClients, ...HitClients[]] {
  const named = (['linux', 'windows', 'nat'] as const).filter(client => client !== 'nat' || isNatKnown);
  if (named.every(client => shares[client] >= ALL)) return [{ share: 'all', clients: [] }];
  const most = Math.max(...named.map(client => shares[client]));
  const least = most >= LEAST_BESIDE_WORSE ? LEAST_BESIDE_WORSE : LEAST_NAMED;
  const hit = named.filter(client => shares[client] >= least);
  if (hit.length === 0) return [{ share: renderShare(0), clients: [] }];
  const rank = (client: ImpactClient) => (client === 'nat' ? -1 : shares[client]);
  const sorted = hit.toSorted((one, other) => rank(other) - rank(one));
  const toGroup = (share: string): HitClients => ({
    share,
    clients: sorted.filter(client => renderShare(shares[client]) === share),
  });
  const [first = renderShare(0), ...others] = new Set(sorted.map(client => renderShare(shares[client])));
  return [toGroup(first), ...others.map(toGroup)];
}

const DIRECT: Readonly<Record<ImpactClient, readonly string[]>> = {
  linux: ['Linux'],
  windows: ['Windows', 'macOS'],
  nat: [],
};

const SHORT: Readonly<Record<ImpactClient, string>> = { linux: 'Linux', windows: 'Windows', nat: 'NAT' };

/** `Linux, Windows and macOS clients and clients behind NAT`; empty: all clients. */
export function renderClientNames(clients: readonly ImpactClient[]): string {
  const direct = joinWords(clients.flatMap(client => DIRECT[client]));
  const groups = [direct && `${direct} clients`, clients.includes('nat') ? 'clients behind NAT' : ''];
  return joinWords(groups.filter(Boolean));
}

/** The same of hosts that call others themselves. */
export function renderHostNames(clients: readonly ImpactClient[]): string {
  const direct = joinWords(clients.flatMap(client => DIRECT[client]));
  const wide = clients.includes('nat') ? 'NAT gateways, load balancers and functions' : '';
  return joinWords([direct && `${direct} hosts`, wide].filter(Boolean));
}

/** The same where there is little room: `Linux and NAT`; macOS has the ports of Windows. */
export function renderShortClientNames(clients: readonly ImpactClient[]): string {
  if (clients.length > 1) return joinWords(clients.map(client => SHORT[client]));
  return joinWords(clients.flatMap(client => (client === 'nat' ? ['NAT'] : DIRECT[client])));
}
