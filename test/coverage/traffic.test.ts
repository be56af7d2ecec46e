import { describe, expect, it } from 'vitest';
import { toTrafficOfFamilies } from '../../functions/coverage/families.ts';
import type { NetworkAclEntry } from '../../functions/coverage/network-acl-entry.ts';
import { formatCidrBlock } from '../../functions/coverage/space/cidr-block.ts';
import type { Area, Traffic } from '../../functions/coverage/traffic.ts';
import { egress, ingress, networkAcl, OFFLINE } from '../fixtures/network-acls.ts';
import { SUBNET, surroundings } from '../fixtures/surroundings.ts';

const toTraffic = (entries: readonly NetworkAclEntry[], around = OFFLINE, subnetIds = [SUBNET]) =>
  toTrafficOfFamilies(networkAcl(entries, { subnetIds }), around);

/** An area, such as `10.0.0.0/8: in 100, out 100 90`. */
function toLine({ nodes, kind }: Area): string {
  const numbers = [kind.ingress, kind.egress].map(matches => matches.map(one => one.entry.ruleNumber));
  const blocks = nodes.map(({ block }) => formatCidrBlock(block)).join(' ');
  return `${blocks}: in ${numbers[0]?.join(' ')}, out ${numbers[1]?.join(' ')}`;
}

const areasOf = ({ areas }: Traffic) => areas.map(toLine);

describe('areas', () => {
  it('have the entries for blocks around, too, by rule number', () => {
    const entries = [
      ...ingress(
        '100 allow all 0.0.0.0/0',
        '120 deny tcp 22 0.0.0.0/0',
        '110 allow tcp 22 10.0.0.0/8',
        '130 allow tcp 22 10.1.0.0/16',
        '90 deny tcp 22 10.1.0.0/16',
      ),
      ...egress('100 allow tcp 443 10.0.0.0/8'),
    ];
    expect(toTraffic(entries).map(areasOf)[0]).toEqual([
      '0.0.0.0/0: in 100 120, out ',
      '10.0.0.0/8: in 100 110 120, out 100',
      '10.1.0.0/16: in 90 100 110 120 130, out 100',
    ]);
  });

  it('have the entries for their transport alone', () => {
    const entries = ingress(
      '100 allow tcp 22 10.0.0.0/8',
      '110 allow udp 53 10.0.0.0/8',
      '120 allow all ::/0',
    );
    expect(toTraffic(entries).map(areasOf)).toEqual([
      ['0.0.0.0/0: in , out ', '10.0.0.0/8: in 100, out '],
      ['0.0.0.0/0: in , out ', '10.0.0.0/8: in 110, out '],
      ['::/0: in 120, out '],
      ['::/0: in 120, out '],
    ]);
  });

  it('are one with the blocks inside that nothing names', () => {
    const entries = ingress('100 allow tcp 22 10.1.0.0/16', '110 allow tcp 22 10.200.0.0/16');
    expect(toTraffic(entries).map(areasOf)[0]).toEqual([
      '0.0.0.0/0 10.0.0.0/8: in , out ',
      '10.1.0.0/16: in 100, out ',
      '10.200.0.0/16: in 110, out ',
    ]);
  });

  it('are none where the blocks inside leave nothing', () => {
    const entries = ingress('100 allow tcp 22 0.0.0.0/1', '110 allow tcp 22 128.0.0.0/1');
    expect(toTraffic(entries).map(areasOf)[0]).toEqual([
      '0.0.0.0/1: in 100, out ',
      '128.0.0.0/1: in 110, out ',
    ]);
  });
});

describe('the own blocks', () => {
  const ownBlocks = (subnetIds: readonly string[]) =>
    toTraffic(ingress('100 allow tcp 22 0.0.0.0/0'), surroundings(), [...subnetIds])[0]?.ownBlocks.map(
      formatCidrBlock,
    );

  it.each([
    ['the only subnet', [SUBNET], ['10.0.1.0/24']],
    ['a subnet whose blocks are not known', ['subnet-new'], []],
    ['two subnets', [SUBNET, 'subnet-app'], []],
    ['no subnet', [], []],
  ])('of %s', (_, subnetIds, expected) => {
    expect(ownBlocks(subnetIds)).toEqual(expected);
  });
});
