import { expect, it } from 'vitest';
import { toNarrowBlocks } from '../../../functions/coverage/plan/narrow-blocks.ts';
import { parseCidrBlock } from '../../../functions/coverage/space/cidr-block.ts';
import { parsePortRanges } from '../../../functions/coverage/space/port-set.ts';

const block = (text: string) => ({ cidrBlock: parseCidrBlock(text), ports: { from: 1024, to: 65_535 } });
const missing = (ports: string, ...blocks: readonly string[]) => ({
  area: { nodes: blocks.map(text => ({ block: parseCidrBlock(text) })) },
  replies: { deniedByDefault: parsePortRanges(ports) },
});

it('blocks get the ports that are missing inside them, and none where nothing is', () => {
  const blocks = ['10.0.0.0/8', '11.0.0.0/8', '12.0.0.0/8'].map(block);
  const wanted = [
    missing('1024-2000,3000-4000', '10.1.0.0/16', '192.168.0.0/16'),
    missing('100-200,60000-65535', '11.0.0.0/8', '12.0.0.0/9'),
    missing('2001-2500', '10.2.0.0/16'),
    missing('500-600', '12.1.0.0/16'),
  ];
  expect(toNarrowBlocks(blocks, wanted)).toEqual([
    { ...block('10.0.0.0/8'), ports: { from: 1024, to: 4000 } },
    { ...block('11.0.0.0/8'), ports: { from: 60_000, to: 65_535 } },
    { ...block('12.0.0.0/8'), ports: { from: 60_000, to: 65_535 } },
  ]);
  expect(toNarrowBlocks([block('12.1.0.0/16')], wanted.slice(3))).toEqual([]);
});
