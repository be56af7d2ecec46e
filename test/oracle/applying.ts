import { type Block, formatAddress, holdsAddress } from './address.ts';
import type { Case } from './case.ts';
import { type Entry, inRange, type Transport } from './entry.ts';
import { type Decision, decidePort, inOrder, matchesAt } from './first-match.ts';
import type { Judged } from './judgement.ts';

/** What the planned entries do to one area. */
export interface Applied {
  readonly judged: Judged;
  /** The decisions with all planned entries in place, where they are other than before. */
  readonly changes: ReadonlyMap<number, { readonly before: Decision; readonly after: Decision }>;
}

export function apply(it: Case, planned: readonly Entry[], egress: readonly Judged[]): Applied[] {
  const existing = inOrder(it.entries, true);
  return egress.map(judged => {
    const { area, transport, decisions } = judged;
    const isMet = (entry: Entry) => matchesAt(entry, area.family, transport, area.address);
    const added = planned.filter(isMet);
    if (added.length === 0) return { judged, changes: new Map() };
    const met = inOrder([...existing.filter(isMet), ...added], true);
    const pairs = [...decisions].map(
      ([port, before]) => [port, { before, after: decidePort(met, port) }] as const,
    );
    return {
      judged,
      changes: new Map(pairs.filter(([, { before, after }]) => before.action !== after.action)),
    };
  });
}

/** The packets that the planned entries open. */
export function openedPorts({ changes }: Applied): number[] {
  return [...changes].filter(([, { after }]) => after.action === 'allow').map(([port]) => port);
}

/** Promises 2 and 3: what the planned entries open or close that they must not. */
export function findSideEffects(it: Case, applied: readonly Applied[]): string[] {
  const admitting = toAdmittingBlocks(
    it,
    applied.map(({ judged }) => judged),
  );
  return applied.flatMap(one =>
    [...one.changes].flatMap(([port, { before, after }]) => {
      const fault = toFault(it, port, before, after) ?? toOutside(one.judged, admitting);
      if (fault === undefined) return [];
      const { transport, area } = one.judged;
      return [`${fault}: ${transport} ${port} to ${formatAddress(area.family, area.address)}`];
    }),
  );
}

function toFault({ settings }: Case, port: number, before: Decision, after: Decision): string | undefined {
  if (after.action === 'deny') return 'closes';
  if (before.action === 'deny' && before.kind === 'entry') return `overrides deny ${before.ruleNumber}`;
  const isRequired = settings.required.some(range => inRange(range, port));
  return isRequired ? undefined : 'opens a port that is not required';
}

function toOutside({ transport, area }: Judged, admitting: AdmittingBlocks): string | undefined {
  const blocks = admitting(area.family, transport);
  const isInside = blocks.some(block => holdsAddress(block, area.address));
  return isInside ? undefined : 'opens an address outside the request entries';
}

type AdmittingBlocks = (family: string, transport: Transport) => readonly Block[];

/** The blocks of the request entries that admit a service of evidence `accepted` or `named`. */
export function toAdmittingBlocks(it: Case, egress: readonly Judged[]): AdmittingBlocks {
  const known = new Map<string, readonly Block[]>();
  return (family, transport) => {
    const key = `${family} ${transport}`;
    const found =
      known.get(key) ?? findAdmittingEntries(it, egress, family, transport).map(({ block }) => block);
    known.set(key, found);
    return found;
  };
}

export function findAdmittingEntries(
  it: Case,
  egress: readonly Judged[],
  family: string,
  transport: Transport,
): Entry[] {
  const admitting = new Set(
    egress
      .filter(one => one.transport === transport && one.area.family === family)
      .flatMap(({ services }) => services.flatMap(({ serving }) => serving))
      .filter(({ evidence }) => evidence === 'accepted' || evidence === 'named')
      .map(({ ruleNumber }) => ruleNumber),
  );
  return it.entries.filter(({ egress: isEgress, ruleNumber }) => !isEgress && admitting.has(ruleNumber));
}
