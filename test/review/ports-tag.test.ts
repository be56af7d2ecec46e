import { describe, expect, it } from 'vitest';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import { formatPorts, parsePortRanges } from '../../functions/coverage/space/port-set.ts';
import { readPortsTag, toOwnSettings } from '../../functions/review/ports-tag.ts';
import { review } from '../../functions/review/review.ts';
import { PORTS_TAG } from '../../functions/review/words/mode.ts';
import { FindingsInMemory } from '../fixtures/findings-in-memory.ts';
import { egress, ingress, networkAcl } from '../fixtures/network-acls.ts';
import { ReviewWorld } from '../fixtures/review-context.ts';

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const LINUX_ONLY = [...SSH, ...egress('100 allow tcp 32768-60999 0.0.0.0/0')];
const tagged = (value: string | undefined): Pick<NetworkAcl, 'tags'> => ({
  tags: value === undefined ? {} : { [PORTS_TAG]: value },
});

describe('the tag with required ports', () => {
  it.each<[deployment: string, value: string | undefined, expected: string]>([
    ['1024-65535', undefined, '1024-65535'],
    ['1024-65535', '32768-60999', '32768-60999'],
    ['1024-65535', '1025-5000, 32768-60999', '1025-5000,32768-60999'],
    // It never widens the range of the deployment.
    ['32768-60999', '1024-65535', '32768-60999'],
    ['32768-60999', '49152-65535', '49152-60999'],
    ['1025-5000,32768-60999', '4000-40000', '4000-5000,32768-40000'],
  ])('of the deployment %s, tag %s: %s', (deployment, value, expected) => {
    const settings = { ephemeralPorts: parsePortRanges(deployment), ruleQuota: 20 };
    const own = toOwnSettings(tagged(value), settings);
    expect(formatPorts(own.ephemeralPorts)).toBe(expected);
    expect(own.ruleQuota).toBe(20);
  });

  const RANGES = 'port ranges such as 32768-60999 or 1025-5000,32768-60999';
  it.each<[deployment: string, value: string, expected: string]>([
    ['1024-65535', '', RANGES],
    ['1024-65535', 'linux', RANGES],
    ['1024-65535', '443', RANGES],
    ['1024-65535', '60999-32768', RANGES],
    ['1024-65535', '32768-65536', RANGES],
    ['1024-65535', '32768-60999;', RANGES],
    ['1024-65535', '1-1023', 'some of the ports 1024-65535'],
    ['32768-60999', '1024-5000,61000-65535', 'some of the ports 32768-60999'],
  ])('of the deployment %s, tag "%s" is ignored', (deployment, value, expected) => {
    const settings = { ephemeralPorts: parsePortRanges(deployment), ruleQuota: 20 };
    expect(readPortsTag(tagged(value), settings)).toEqual({ kind: 'ignored', value, expected });
    expect(toOwnSettings(tagged(value), settings)).toEqual(settings);
  });
});

describe('a review of a network ACL with the tag', () => {
  const start = (value: string | undefined) => {
    const world = new ReviewWorld({ mode: 'remediate' });
    const findings = new FindingsInMemory();
    const networkAclId = world.put(networkAcl(LINUX_ONLY, tagged(value))).networkAclId;
    const reviewNow = () => {
      const read = { kind: 'read', networkAcl: world.get(networkAclId) } as const;
      return review(networkAclId, read, undefined, { ...world, findings });
    };
    const ignored = () => world.logged.filter(({ message }) => message === 'a tag is ignored');
    return { world, findings, networkAclId, reviewNow, ignored };
  };

  it('asks for the ports of the tag only', async () => {
    const { world, reviewNow, ignored } = start('32768-60999');
    expect(await reviewNow()).toEqual({ kind: 'covered' });
    expect([world.created, ignored()]).toEqual([[], []]);
  });

  it('logs once that a malformed value is ignored, however often it evaluates', async () => {
    const { world, findings, networkAclId, reviewNow, ignored } = start('linux');
    expect(await reviewNow()).toMatchObject({ kind: 'pending', alertKind: 'remediated' });
    expect(world.created.length).toBeGreaterThan(0);
    expect(ignored()).toEqual([
      {
        ...{ level: 'WARN', message: 'a tag is ignored', networkAclId, tag: PORTS_TAG, value: 'linux' },
        expected: 'port ranges such as 32768-60999 or 1025-5000,32768-60999',
      },
    ]);
    expect(findings.size).toBe(1);
  });

  it('shows the ports of the tag in the alert', async () => {
    const { findings, networkAclId, reviewNow } = start('40000-65535');
    await reviewNow();
    expect(findings.get(networkAclId)?.pending).toMatchObject([
      { alert: { ephemeralPorts: [{ from: 40_000, to: 65_535 }] } },
    ]);
  });
});
