import { describe, expect, it } from 'vitest';
import { findDecisions } from '../../functions/coverage/decisions.ts';
import type { UnplacedReason } from '../../functions/coverage/plan/unplaced-reason.ts';
import { parseCidrBlock } from '../../functions/coverage/space/cidr-block.ts';
import { egress, evaluate, ingress } from '../fixtures/network-acls.ts';

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');

describe('the rules by which operators denied all missing replies', () => {
  it.each<[string, readonly string[], readonly number[]]>([
    ['a deny of everything in front of an allow', ['50 deny all 0.0.0.0/0', '100 allow all 0.0.0.0/0'], [50]],
    [
      'a deny of everything that cuts off an allow of other ports',
      ['50 deny all 0.0.0.0/0', '100 allow tcp 443 0.0.0.0/0'],
      [50],
    ],
    [
      'several narrow denies, by number',
      ['90 deny tcp 6000 10.0.0.0/8', '80 deny tcp 5000 0.0.0.0/0', '100 allow all 0.0.0.0/0'],
      [80, 90],
    ],
    [
      'a narrow deny beside what was forgotten',
      ['80 deny tcp 5000 0.0.0.0/0', '100 allow tcp 1024-9999 0.0.0.0/0'],
      [],
    ],
    ['the default written out', ['100 allow tcp 443 0.0.0.0/0', '200 deny all 0.0.0.0/0'], []],
    ['no outbound rule', [], []],
    ['nothing missing', ['100 allow all 0.0.0.0/0'], []],
  ])('%s', (_, lines, expected) => {
    expect(findDecisions(evaluate([...SSH, ...egress(...lines)]))).toEqual(expected);
  });

  it('come in order, with a deny that cuts off an allow, and without what is left for another reason', () => {
    const { gaps } = evaluate([...SSH, ...egress('90 deny tcp 1024-65535 0.0.0.0/0')]);
    const unplaced = (reason: UnplacedReason, ...ruleNumbers: readonly number[]) => ({
      ...{ protocol: 'tcp' as const, cidrBlock: parseCidrBlock('0.0.0.0/0') },
      ...{ ports: { from: 1024, to: 65_535 }, reason, ruleNumbers },
    });
    const left = [unplaced('decision', 50, 100), unplaced('broad', 40), unplaced('decision', 70, 110)];
    expect(findDecisions({ gaps, plan: { entries: [], unplaced: left } })).toEqual([50, 70, 90]);
  });

  it('are not those of inbound', () => {
    const entries = [
      ...egress('100 allow tcp 443 0.0.0.0/0'),
      ...ingress('50 deny tcp 5000 0.0.0.0/0', '100 allow tcp 1024-65535 0.0.0.0/0'),
    ];
    const coverage = evaluate(entries);
    expect(coverage.gaps.map(({ deniedBy }) => deniedBy)).toEqual([{ kind: 'entry', ruleNumber: 50 }]);
    expect(findDecisions(coverage)).toEqual([]);
  });
});
