import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Coverage, evaluateCoverage } from '../../functions/coverage/coverage.ts';
import {
  nothingKnown,
  type Surroundings,
  UNREAD_REASONS,
} from '../../functions/coverage/exposure/exposure.ts';
import { needsExposure } from '../../functions/coverage/needs-exposure.ts';
import {
  DIRECTIONS,
  type Direction,
  type NetworkAclEntry,
} from '../../functions/coverage/network-acl-entry.ts';
import { reaches } from '../../functions/coverage/severity.ts';
import { contains } from '../../functions/coverage/space/cidr-block.ts';
import { anyEntries, anySurroundings, toWider } from '../fixtures/arbitrary-network-acls.ts';
import { toGapLine } from '../fixtures/coverage-text.ts';
import { GENERATED_RUNS } from '../fixtures/generated-runs.ts';
import { egress, networkAcl, OFFLINE, SETTINGS } from '../fixtures/network-acls.ts';
import { decide, PACKETS, type Packet } from '../fixtures/packets.ts';

const anyAround = fc.oneof(fc.constant(OFFLINE), anySurroundings, anySurroundings);
const RUNS = { numRuns: GENERATED_RUNS };

const judge = (entries: readonly NetworkAclEntry[], around: Surroundings = OFFLINE) =>
  evaluateCoverage(networkAcl(entries), around, SETTINGS);

function always(check: (entries: NetworkAclEntry[], around: Surroundings) => void): void {
  fc.assert(fc.property(anyEntries, anyAround, check), RUNS);
}

/** The packets that the added entries let out and that were not let out before. */
function toOpened(entries: readonly NetworkAclEntry[], added: readonly NetworkAclEntry[]): Packet[] {
  if (added.length === 0) return [];
  return PACKETS.filter(
    packet =>
      decide(entries, packet) !== 'permitted' && decide([...entries, ...added], packet) === 'permitted',
  );
}

describe('a verdict', () => {
  const anyAdded = fc.tuple(fc.constantFrom('tcp 1024-65535', 'tcp 443', 'udp 53', 'all'), fc.nat(60));

  it('never gets worse by one more outbound allow', () => {
    const blocks = fc.constantFrom('0.0.0.0/0', '10.0.0.0/16', '198.51.100.0/25', '::/0');
    fc.assert(
      fc.property(anyEntries, anyAround, anyAdded, blocks, (entries, around, [what, number], block) => {
        const taken = new Set(entries.map(({ ruleNumber }) => ruleNumber));
        fc.pre(!taken.has(number + 1));
        const more = [...entries, ...egress(`${number + 1} allow ${what} ${block}`)];
        expect(reaches(judge(entries, around).severity, judge(more, around).severity)).toBe(true);
      }),
      RUNS,
    );
  });

  it('does not depend on the order in which entries are listed', () =>
    always((entries, around) => {
      expect(judge(entries.toReversed(), around)).toEqual(judge(entries, around));
    }));

  it.each(DIRECTIONS)('does not depend on the order of two allows next to each other, in %s', direction =>
    always((entries, around) => {
      const swapped = swapAllows(entries, direction);
      fc.pre(swapped !== undefined);
      const [before, after] = [judge(entries, around), judge(swapped ?? [], around)];
      const lines = ({ gaps }: Coverage) => gaps.map(gap => toGapLine({ ...gap, admittedBy: [] }));
      expect(lines(after)).toEqual(lines(before));
      expect([after.severity, after.ingressSeverity]).toEqual([before.severity, before.ingressSeverity]);
      expect([after.clients, after.served, after.restraints]).toEqual([
        before.clients,
        before.served,
        before.restraints,
      ]);
      expect([after.plan.entries, after.writable]).toEqual([before.plan.entries, before.writable]);
    }),
  );
});

/** With the rule numbers of two allows exchanged between which there is no deny; undefined: there are none. */
function swapAllows(
  entries: readonly NetworkAclEntry[],
  direction: Direction,
): NetworkAclEntry[] | undefined {
  const listed = entries.filter(entry => entry.direction === direction);
  const at = listed.findIndex(
    (entry, index) => entry.action === 'allow' && listed[index + 1]?.action === 'allow',
  );
  const [first, second] = [listed[at], listed[at + 1]];
  if (first === undefined || second === undefined) return undefined;
  return entries.map(entry => {
    if (entry === first) return { ...first, ruleNumber: second.ruleNumber };
    return entry === second ? { ...second, ruleNumber: first.ruleNumber } : entry;
  });
}

describe('exposure', () => {
  it('that is read in part never leads to a write that a complete reading would not', () => {
    fc.assert(
      fc.property(anyEntries, anySurroundings, (entries, complete) => {
        const written = [...entries, ...judge(entries, complete).writable];
        for (const wider of toWider(complete)) {
          for (const packet of toOpened(entries, judge(entries, wider).writable)) {
            expect(decide(written, packet)).toBe('permitted');
          }
        }
      }),
      RUNS,
    );
  });

  it('that could not be read never leads to a write', () =>
    always(entries => {
      const due = UNREAD_REASONS.filter(reason => !['not-needed', 'turned-off', 'offline'].includes(reason));
      for (const reason of due) expect(judge(entries, nothingKnown(reason)).writable).toEqual([]);
    }));

  it('never adds to what is written: it stays inside the blocks of entries that name a service', () => {
    fc.assert(
      fc.property(anyEntries, anySurroundings, (entries, around) => {
        const blocks = { ...OFFLINE, subnetBlocks: around.subnetBlocks };
        const named = judge(entries, blocks).gaps.filter(
          ({ direction, evidence }) => direction === 'egress' && evidence === 'named',
        );
        const naming = new Set(named.flatMap(({ admittedBy }) => admittedBy));
        const requests = entries.filter(one => one.direction === 'ingress' && naming.has(one.ruleNumber));
        for (const packet of toOpened(entries, judge(entries, around).writable)) {
          expect(requests.some(({ cidrBlock }) => contains(cidrBlock, packet.to))).toBe(true);
        }
      }),
      RUNS,
    );
  });

  it('that need not be read changes nothing', () => {
    fc.assert(
      fc.property(anyEntries, anySurroundings, (entries, around) => {
        fc.pre(!needsExposure(networkAcl(entries), SETTINGS));
        const coverage = judge(entries, around);
        expect([coverage.status, coverage.severity]).toEqual(['covered', 'none']);
        expect(coverage.ingressSeverity).not.toBe('high');
      }),
      RUNS,
    );
  });
});
