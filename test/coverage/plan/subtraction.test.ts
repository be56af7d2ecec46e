import { expect, it } from 'vitest';
import { subtractEntries } from '../../../functions/coverage/plan/subtraction.ts';
import { formatCidrBlock, parseCidrBlock } from '../../../functions/coverage/space/cidr-block.ts';
import { egress } from '../../fixtures/network-acls.ts';

const PART = { cidrBlock: parseCidrBlock('10.0.0.0/8'), ports: { from: 1024, to: 65_535 } };

it.each<[string, readonly string[], readonly string[]]>([
  ['nothing is planned', [], ['10.0.0.0/8 1024-65535']],
  ['the plan is for other addresses', ['100 allow tcp 1024-65535 11.0.0.0/8'], ['10.0.0.0/8 1024-65535']],
  ['the plan is for the block', ['100 allow tcp 1024-65535 10.0.0.0/8'], []],
  ['the plan is for a block around', ['100 allow tcp 1024-65535 0.0.0.0/0'], []],
  ['the plan is for all ports', ['100 allow tcp 10.0.0.0/8'], []],
  [
    'the plan is for ports inside',
    ['100 allow tcp 2000-3000 0.0.0.0/0'],
    ['10.0.0.0/8 1024-1999', '10.0.0.0/8 3001-65535'],
  ],
  ['the plan is for a half', ['100 allow tcp 1024-65535 10.0.0.0/9'], ['10.128.0.0/9 1024-65535']],
  ['the plan is for the other half', ['100 allow tcp 1024-65535 10.128.0.0/9'], ['10.0.0.0/9 1024-65535']],
  [
    'the plan is for some ports of a quarter',
    ['100 allow tcp 1024-40000 10.64.0.0/10'],
    ['10.0.0.0/10 1024-65535', '10.128.0.0/9 1024-65535', '10.64.0.0/10 40001-65535'],
  ],
  [
    'the plan has two entries',
    ['100 allow tcp 1024-65535 10.0.0.0/9', '110 allow tcp 1024-40000 10.128.0.0/9'],
    ['10.128.0.0/9 40001-65535'],
  ],
])('where %s', (_, planned, left) => {
  const parts = subtractEntries(PART, egress(...planned));
  expect(
    parts.map(({ cidrBlock, ports }) => `${formatCidrBlock(cidrBlock)} ${ports.from}-${ports.to}`),
  ).toEqual(left);
});
