import { expect } from 'vitest';
import {
  type Coverage,
  type CoverageSettings,
  evaluateCoverage,
} from '../../../functions/coverage/coverage.ts';
import { isCertain } from '../../../functions/coverage/evidence.ts';
import type { Surroundings } from '../../../functions/coverage/exposure/exposure.ts';
import { isForgotten } from '../../../functions/coverage/gaps.ts';
import type { NetworkAcl } from '../../../functions/coverage/network-acl.ts';
import { isDefaultRule, type NetworkAclEntry } from '../../../functions/coverage/network-acl-entry.ts';
import { reaches } from '../../../functions/coverage/severity.ts';
import { contains, formatCidrBlock } from '../../../functions/coverage/space/cidr-block.ts';
import { decide, isCutOff, type Packet } from '../../fixtures/packets.ts';

/** A network ACL with what the promises of its plan depend on. */
export interface Given {
  readonly networkAcl: NetworkAcl;
  readonly around: Surroundings;
  readonly settings: CoverageSettings;
  /** Stand for all that the network ACL tells apart. */
  readonly packets: readonly Packet[];
}

/** The most entries of an exact plan, for a family and a transport. */
const MOST_EXACT = 4;

function judge({ networkAcl, around, settings }: Given, added: readonly NetworkAclEntry[] = []): Coverage {
  return evaluateCoverage({ ...networkAcl, entries: [...networkAcl.entries, ...added] }, around, settings);
}

function toEgress({ networkAcl }: Given): NetworkAclEntry[] {
  return networkAcl.entries.filter(one => one.direction === 'egress' && !isDefaultRule(one));
}

/** The packets that the added entries let out and that were not let out before. */
function toOpened({ networkAcl, packets }: Given, added: readonly NetworkAclEntry[]): Packet[] {
  if (added.length === 0) return [];
  const { entries } = networkAcl;
  return packets.filter(
    packet =>
      decide(entries, packet) !== 'permitted' && decide([...entries, ...added], packet) === 'permitted',
  );
}

/** What each plan promises, by the numbers of the definition. Each check fails where the promise is broken. */
export const PROMISES: Readonly<Record<string, (given: Given) => void>> = {
  '1: applied, it leaves no gap that it is for, or names it': given => {
    const { plan } = judge(given);
    const after = judge(given, plan.entries);
    const wanted = after.gaps.filter(gap => isForgotten(gap) && reaches(gap.severity, 'medium'));
    const left = plan.unplaced.map(one => [one.protocol, one.cidrBlock, one.ports]);
    for (const gap of wanted.filter(({ direction }) => direction === 'egress')) {
      expect(left).toContainEqual([gap.protocol, gap.cidrBlock, gap.ports]);
    }
  },

  '2: it opens nothing but required ports, inside the blocks that admit a service for certain': given => {
    const { plan, gaps } = judge(given);
    const certain = gaps.filter(gap => gap.direction === 'egress' && isCertain(gap.evidence));
    const admitting = new Set(certain.flatMap(({ admittedBy }) => admittedBy));
    const requests = given.networkAcl.entries.filter(
      one => one.direction === 'ingress' && admitting.has(one.ruleNumber),
    );
    for (const { to, port } of toOpened(given, plan.entries)) {
      const isRequired = given.settings.ephemeralPorts.some(range => range.from <= port && port <= range.to);
      expect(isRequired).toBe(true);
      expect(requests.some(({ cidrBlock }) => contains(cidrBlock, to))).toBe(true);
    }
  },

  '3: it closes nothing and overrides no decision': given => {
    const { plan } = judge(given);
    const { entries } = given.networkAcl;
    for (const packet of plan.entries.length === 0 ? [] : given.packets) {
      const before = decide(entries, packet);
      if (before !== 'default') expect(decide([...entries, ...plan.entries], packet)).toBe(before);
    }
  },

  '3: it has nothing in front of a deny that cuts off an allow': given => {
    for (const planned of judge(given).plan.entries) {
      const isBehind = (deny: NetworkAclEntry) =>
        deny.ruleNumber > planned.ruleNumber && [planned.protocol, -1].includes(deny.protocol);
      const family = given.packets.filter(({ to }) => to.family === planned.cidrBlock.family);
      expect(family.some(packet => isCutOff(given.networkAcl.entries, packet, isBehind))).toBe(false);
    }
  },

  '4: it adds allows at free rule numbers': given => {
    const { plan } = judge(given);
    const numbers = [...toEgress(given), ...plan.entries].map(({ ruleNumber }) => ruleNumber);
    expect(new Set(numbers).size).toBe(numbers.length);
    for (const { ruleNumber, action, direction } of plan.entries) {
      expect([action, direction]).toEqual(['allow', 'egress']);
      expect(ruleNumber).toBeGreaterThanOrEqual(1);
      expect(ruleNumber).toBeLessThanOrEqual(32_766);
    }
  },

  '5: it keeps the quota of each family, with all of the family or nothing': given => {
    const { plan } = judge(given);
    for (const family of ['ipv4', 'ipv6'] as const) {
      const isOfFamily = (one: Pick<NetworkAclEntry, 'cidrBlock'>) => one.cidrBlock.family === family;
      const planned = plan.entries.filter(isOfFamily).length;
      if (planned === 0) continue;
      const listed = toEgress(given).filter(isOfFamily).length;
      expect(listed + planned).toBeLessThanOrEqual(given.settings.ruleQuota);
      expect(plan.unplaced.filter(isOfFamily).map(({ reason }) => reason)).not.toContain('quota');
    }
  },

  '6: it is empty once it is applied, also in part': given => {
    const { plan, writable } = judge(given);
    expect(judge(given, plan.entries).plan.entries).toEqual([]);
    expect(judge(given, writable).writable).toEqual([]);
  },

  '7: it has few entries, or the blocks of request entries': given => {
    const { plan } = judge(given);
    const requests = given.networkAcl.entries.filter(({ direction }) => direction === 'ingress');
    const blocks = new Set(requests.map(({ cidrBlock }) => formatCidrBlock(cidrBlock)));
    for (const { protocol, cidrBlock } of plan.entries) {
      const alike = plan.entries.filter(
        other => other.protocol === protocol && other.cidrBlock.family === cidrBlock.family,
      );
      if (alike.length > MOST_EXACT) expect(blocks).toContain(formatCidrBlock(cidrBlock));
    }
  },
};
