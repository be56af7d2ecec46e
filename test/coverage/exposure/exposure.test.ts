import { expect, it } from 'vitest';
import { toAcceptances } from '../../../functions/coverage/exposure/acceptance.ts';
import { nothingKnown, type RuleSource } from '../../../functions/coverage/exposure/exposure.ts';
import { formatRuleSource } from '../../../functions/coverage/exposure/rule-source.ts';
import { parseCidrBlock } from '../../../functions/coverage/space/cidr-block.ts';
import { interfaceSet, surroundings } from '../../fixtures/surroundings.ts';

it('nothing is known about what could not be read, but why', () => {
  expect(nothingKnown('offline')).toEqual({
    vpcBlocks: [],
    subnetBlocks: new Map(),
    exposure: { kind: 'unknown', reason: 'offline' },
  });
});

it.each(['load-balancer', 'lambda', 'other'] as const)('a %s without groups accepts nothing', kind => {
  const around = surroundings({ interfaces: [interfaceSet({ kind, groupIds: [] })] });
  expect(toAcceptances(around, 'ipv4')).toEqual([]);
});

it.each<[RuleSource, string]>([
  [{ kind: 'cidr', cidrBlock: parseCidrBlock('10.0.0.0/8') }, '10.0.0.0/8'],
  [{ kind: 'prefix-list', prefixListId: 'pl-1' }, 'pl-1'],
  [{ kind: 'group', groupId: 'sg-1', vpcId: 'vpc-peer', peeringStatus: 'active' }, 'sg-1'],
])('the source %o is written as %s', (source, text) => {
  expect(formatRuleSource(source)).toBe(text);
});
