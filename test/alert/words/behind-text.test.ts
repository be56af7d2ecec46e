import { describe, expect, it } from 'vitest';
import { renderBehind } from '../../../functions/alert/words/behind-text.ts';
import { evaluateCoverage } from '../../../functions/coverage/coverage.ts';
import type { InterfaceOwner } from '../../../functions/coverage/exposure/exposure.ts';
import { gapAlert } from '../../fixtures/alerts.ts';
import { ingress, networkAcl, SETTINGS } from '../../fixtures/network-acls.ts';
import { interfaceSet, SUBNET, surroundings } from '../../fixtures/surroundings.ts';

const ENTRIES = ingress('100 allow tcp 443 0.0.0.0/0');

function render(owners: readonly InterfaceOwner[], names: Readonly<Record<string, string>> = {}): string {
  const around = surroundings({
    interfaces: [interfaceSet({ owners })],
    groups: { 'sg-1': ['tcp 443 0.0.0.0/0'] },
  });
  const coverage = evaluateCoverage(networkAcl(ENTRIES, { subnetIds: [SUBNET] }), around, SETTINGS);
  return renderBehind(gapAlert(ENTRIES, { coverage, names: new Map(Object.entries(names)) }));
}

describe('renderBehind', () => {
  it('names an instance by its id and its Name tag', () => {
    expect(render([{ type: 'instance', name: 'i-1' }], { 'i-1': 'web-1' })).toBe('instance i-1 (web-1)');
  });

  it('names what has no Name tag by what EC2 calls it', () => {
    const owners: InterfaceOwner[] = [
      { type: 'load balancer', name: 'shop-web' },
      { type: 'database', name: 'eni-1' },
    ];
    expect(render(owners)).toBe('load balancer shop-web and database eni-1');
  });

  it('names four, and counts the rest', () => {
    const owners = [1, 2, 3, 4, 5].map(number => ({ type: 'instance', name: `i-${number}` }) as const);
    expect(render(owners)).toBe('instance i-1, instance i-2, instance i-3, instance i-4 and 1 more of them');
  });

  it('says so where nothing was read', () => {
    const text = 'not known, because interfaces and security groups were not read';
    expect(renderBehind(gapAlert(ENTRIES))).toBe(text);
  });

  it('says nothing where nothing is behind the network ACL', () => {
    expect(render([])).toBe('');
  });
});
