import { describe, expect, it } from 'vitest';
import type { RuleAcceptance, UnguardedAcceptance } from '../../../functions/coverage/exposure/acceptance.ts';
import { keepRelevant } from '../../../functions/coverage/exposure/relevant.ts';
import { parseCidrBlock } from '../../../functions/coverage/space/cidr-block.ts';
import { ingress } from '../../fixtures/network-acls.ts';
import { interfaceSet } from '../../fixtures/surroundings.ts';

const HTTPS: RuleAcceptance = {
  by: 'rule',
  cidrBlock: parseCidrBlock('10.0.0.0/16'),
  groupIds: ['sg-1'],
  protocol: 6,
  portRange: { from: 443, to: 443 },
  isWide: false,
  isResolved: true,
  needsNarrowEntry: false,
  interfaces: [interfaceSet()],
};
const EVERYTHING = ingress('100 allow all 0.0.0.0/0');
const toPorts = (from: number, to: number) => ({ portRange: { from, to } });

describe('what a rule accepts is kept', () => {
  it.each([
    ['its port', {}, '100 allow tcp 443 0.0.0.0/0', true],
    ['another port', {}, '100 allow tcp 444 0.0.0.0/0', false],
    ['ports that end before it', toPorts(443, 450), '100 allow tcp 400-442 0.0.0.0/0', false],
    ['ports that end at its first', toPorts(443, 450), '100 allow tcp 400-443 0.0.0.0/0', true],
    ['ports that begin at its last', toPorts(443, 450), '100 allow tcp 450-500 0.0.0.0/0', true],
    ['ports that begin after it', toPorts(443, 450), '100 allow tcp 451-500 0.0.0.0/0', false],
    ['another transport', {}, '100 allow udp 443 0.0.0.0/0', false],
    ['all protocols', {}, '100 allow all 0.0.0.0/0', true],
    ['all ports', {}, '100 allow tcp 0.0.0.0/0', true],
    ['one transport of all', { protocol: -1, ...toPorts(0, 65_535) }, '100 allow udp 443 0.0.0.0/0', true],
    ['a block around its block', {}, '100 allow tcp 443 10.0.0.0/8', true],
    ['a block inside its block', {}, '100 allow tcp 443 10.0.9.0/24', true],
    ['a block beside its block', {}, '100 allow tcp 443 10.1.0.0/16', false],
    ['all protocols, a block beside it', {}, '100 allow all 10.1.0.0/16', false],
  ])('where an entry lets in %s', (_, changed, entry, isKept) => {
    const acceptance = { ...HTTPS, ...changed };
    expect(keepRelevant([acceptance], ingress(entry))).toEqual(isKept ? [acceptance] : []);
  });

  it('where any of several entries lets it in', () => {
    const entries = ingress('100 allow tcp 22 0.0.0.0/0', '110 allow tcp 443 0.0.0.0/0');
    expect(keepRelevant([HTTPS], entries)).toEqual([HTTPS]);
    expect(keepRelevant([HTTPS], [])).toEqual([]);
  });
});

it('interfaces without a group are kept beside any entry', () => {
  const unguarded: UnguardedAcceptance = {
    by: 'no-group',
    cidrBlock: parseCidrBlock('10.0.0.0/16'),
    interfaces: [interfaceSet({ groupIds: [] })],
  };
  expect(keepRelevant([unguarded, unguarded], [])).toEqual([unguarded, unguarded]);
});

describe('two acceptances', () => {
  it('are one where they differ in who accepts', () => {
    const web = interfaceSet({ owners: [{ type: 'instance', name: 'web-2' }] });
    const other = { ...HTTPS, groupIds: ['sg-2', 'sg-1'], interfaces: [...HTTPS.interfaces, web] };
    expect(keepRelevant([HTTPS, other], EVERYTHING)).toEqual([
      { ...HTTPS, groupIds: ['sg-1', 'sg-2'], interfaces: [...HTTPS.interfaces, web] },
    ]);
  });

  it.each<Partial<RuleAcceptance>>([
    { protocol: 17 },
    toPorts(443, 444),
    toPorts(442, 443),
    { isWide: true },
    { isResolved: false },
    { needsNarrowEntry: true },
    { cidrBlock: parseCidrBlock('10.1.0.0/16') },
    { cidrBlock: parseCidrBlock('10.0.0.0/17') },
  ])('stay two where one has %o', changed => {
    const other = { ...HTTPS, ...changed };
    expect(keepRelevant([HTTPS, other], EVERYTHING)).toEqual([HTTPS, other]);
  });

  it('stay two where their blocks have the same number', () => {
    const [one, other] = ['0.0.0.32/27', '0.0.0.28/31'].map(text => ({
      ...HTTPS,
      cidrBlock: parseCidrBlock(text),
    }));
    expect(one && other && keepRelevant([one, other], EVERYTHING)).toEqual([one, other]);
  });
});
