import { describe, expect, it } from 'vitest';
import {
  BAR_WIDTH,
  renderBar,
  renderRange,
  renderScale,
} from '../../../functions/alert/words/coverage-bar.ts';
import type { NetworkAclEntry } from '../../../functions/coverage/network-acl-entry.ts';
import { egress, evaluate, ingress, SETTINGS } from '../../fixtures/network-acls.ts';

const bar = (entries: readonly NetworkAclEntry[], direction: 'egress' | 'ingress' = 'egress') =>
  renderBar(evaluate(entries), { direction, protocol: 'tcp' }, SETTINGS.ephemeralPorts).join('');
const SSH = ingress('100 allow tcp 22 0.0.0.0/0');

describe('the coverage bar', () => {
  it.each<[string, string[], string]>([
    ['nothing passes', [], `.${'!'.repeat(63)}`],
    ['all passes', ['100 allow all 0.0.0.0/0'], `.${'='.repeat(63)}`],
    ['the upper half passes', ['100 allow tcp 32768-65535 0.0.0.0/0'], `.${'!'.repeat(31)}${'='.repeat(32)}`],
    [
      'one port is missing',
      ['100 allow tcp 1024-2047 0.0.0.0/0', '110 allow tcp 2049-65535 0.0.0.0/0'],
      `.=!${'='.repeat(61)}`,
    ],
    [
      'a rule denies one network',
      ['90 deny tcp 2048-4095 10.0.0.0/8', '100 allow all 0.0.0.0/0'],
      `.=##${'='.repeat(60)}`,
    ],
    ['missing counts more than denied', ['90 deny tcp 2048-4095 10.0.0.0/8'], `.${'!'.repeat(63)}`],
  ])('%s', (_, lines, expected) => expect(bar([...SSH, ...egress(...lines)])).toBe(expected));

  it('shows the direction that it is asked for', () => {
    const entries = [...SSH, ...egress('100 allow tcp 443 0.0.0.0/0', '110 allow tcp 1024-65535 0.0.0.0/0')];
    expect(bar(entries, 'egress')).toBe(`.${'='.repeat(63)}`);
    expect(bar(entries, 'ingress')).toBe(`.${'!'.repeat(63)}`);
  });
});

describe('a range on the axis', () => {
  it.each([
    [{ from: 32_768, to: 61_000 }, 'blocked', `${' '.repeat(32)}|-------- blocked ---------|`],
    [{ from: 1_025, to: 5_000 }, 'partial', ' |--| partial'],
    [{ from: 1_024, to: 65_535 }, 'allowed', ` |${'-'.repeat(26)} allowed ${'-'.repeat(26)}|`],
  ])('%j %s', (range, label, expected) => {
    expect(renderRange(range, label)).toBe(expected);
    expect(expected.length).toBeLessThanOrEqual(BAR_WIDTH);
  });

  it('has a scale whose numbers are above the columns that begin there', () => {
    expect(renderScale().indexOf('32768')).toBe(32_768 / 1_024);
    expect(renderScale().indexOf('49152')).toBe(49_152 / 1_024);
  });
});
