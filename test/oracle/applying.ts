import { formatAddress } from './address.ts';
import { type Case, type Entry, TRANSPORTS } from './entry.ts';
import { type Decision, decide, decidePort, inOrder, matchesAt } from './first-match.ts';
import { formatEntry } from './notation.ts';
import { isMissing, type Replies } from './replies.ts';
import type { Representatives } from './representatives.ts';
import { toFlows } from './shadowed.ts';

/**
 * What the planned entries, created one after the other, would open that is not a missing reply, or close: at no
 * moment may there be any of it. Missing is meant as of the list without the plan.
 */
export function findSideEffects(it: Case, planned: readonly Entry[], egress: readonly Replies[]): string[] {
  const standing = inOrder(it.entries, true);
  return egress.flatMap(replies =>
    momentsAt(replies, standing, planned).flatMap(({ last, entries }) =>
      [...replies.decisions].flatMap(([port, before]) => {
        const after = decidePort(entries, replies.transport, port);
        const change = toChange(before, after, isMissing(replies, port));
        if (change === undefined) return [];
        const address = formatAddress(replies.family, replies.address);
        return [`${change} ${replies.transport} ${port} ${address} at ${formatEntry(last)}`];
      }),
    ),
  );
}

function toChange(before: Decision, after: Decision, isWanted: boolean): string | undefined {
  if (before.action === after.action || (after.action === 'allow' && isWanted)) return undefined;
  return after.action === 'allow' ? 'opens' : 'closes';
}

/** Each planned entry that matches at the address, and the entries that match there once it is created. */
function momentsAt(
  { family, transport, address }: Replies,
  standing: readonly Entry[],
  planned: readonly Entry[],
) {
  const isMet = (entry: Entry) => matchesAt(entry, family, transport, address);
  const met = planned.filter(isMet);
  if (met.length === 0) return [];
  const before = standing.filter(isMet);
  return met.map((last, index) => ({
    last,
    entries: inOrder([...before, ...met.slice(0, index + 1)], true),
  }));
}

/** Packets of all other protocols that the planned entries, created one after the other, let out or keep in. */
export function findOtherSideEffects(it: Case, planned: readonly Entry[], points: Representatives): string[] {
  const standing = inOrder(it.entries, true);
  const moments = planned.map((_, index) => inOrder([...standing, ...planned.slice(0, index + 1)], true));
  const others = toFlows([...standing, ...planned], points).filter(
    ({ protocol }) => !TRANSPORTS.some(transport => transport === protocol),
  );
  return others.flatMap(({ headers, ...flow }) =>
    headers.flatMap(header => {
      const packet = { ...flow, ...header };
      return moments
        .filter(entries => decide(entries, packet).action !== decide(standing, packet).action)
        .map(() => `changes protocol ${packet.protocol} to ${formatAddress(packet.family, packet.address)}`);
    }),
  );
}

/** The missing replies that are still missing once the whole plan is applied, as required replies. */
export function leftMissing(it: Case, planned: readonly Entry[], egress: readonly Replies[]): Replies[] {
  const standing = inOrder(it.entries, true);
  return egress.map(replies => {
    const entries = momentsAt(replies, standing, planned).at(-1)?.entries;
    const missing = replies.required.filter(port => isMissing(replies, port));
    if (entries === undefined) return { ...replies, required: missing };
    const decisions = new Map(
      [...replies.decisions.keys()].map(port => [port, decidePort(entries, replies.transport, port)]),
    );
    const required = missing.filter(port => decisions.get(port)?.action === 'deny');
    return { ...replies, decisions, required };
  });
}
