import { expect, it } from 'vitest';
import { renderMessage } from '../../../functions/alert/message.ts';
import { evaluateCoverage } from '../../../functions/coverage/coverage.ts';
import type { InterfaceSet, Surroundings } from '../../../functions/coverage/exposure/exposure.ts';
import type { NetworkAclEntry } from '../../../functions/coverage/network-acl-entry.ts';
import { toImpacts } from '../../../functions/review/impact/to-impacts.ts';
import { gapAlert } from '../../fixtures/alerts.ts';
import { egress, ingress, networkAcl, OFFLINE, SETTINGS } from '../../fixtures/network-acls.ts';
import { interfaceSet, surroundings } from '../../fixtures/surroundings.ts';

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const OWN = egress('100 allow tcp 443 0.0.0.0/0');
const GROUPS = { 'sg-ssh': ['tcp 22 0.0.0.0/0'], 'sg-none': [] };

const instances = (count: number, group: string, kept = count): InterfaceSet =>
  interfaceSet({
    ...{ groupIds: [group], count },
    owners: Array.from({ length: kept }, (_, index) => ({ type: 'instance', name: `i-${group}-${index}` })),
  });
const around = (...interfaces: InterfaceSet[]) => surroundings({ interfaces, groups: GROUPS });

function evaluated(entries: readonly NetworkAclEntry[], surrounding: Surroundings) {
  const acl = networkAcl(entries);
  const coverage = evaluateCoverage(acl, surrounding, SETTINGS);
  const assessed = { networkAcl: acl, coverage, surroundings: surrounding, names: new Map(), ...SETTINGS };
  return { coverage, impacts: toImpacts(assessed) };
}

/** What an alert says of the interfaces that are hit, and of all. */
const CASES = [
  ['not known', SSH, OFFLINE, undefined, '  Behind it: subnet-0b1a2c3d; vpc-0f1e2d3c\n'],
  [
    'some of those behind it',
    SSH,
    around(instances(14, 'sg-ssh', 5), instances(47, 'sg-none', 5)),
    { hit: 14, all: 61, ownersKnown: false },
    '  Behind it: i-sg-ssh-0, i-sg-ssh-1, 12 more; 14 of 61 network interfaces; subnet-0b1a2c3d; vpc-0f1e2d3c\n',
  ],
  [
    'all behind it',
    SSH,
    around(instances(7, 'sg-ssh', 5)),
    { hit: 7, all: 7, ownersKnown: false },
    '  Behind it: i-sg-ssh-0, i-sg-ssh-1, 5 more; subnet-0b1a2c3d; vpc-0f1e2d3c\n',
  ],
  [
    'several of one thing',
    SSH,
    around(
      interfaceSet({ groupIds: ['sg-ssh'], count: 6, owners: [{ type: 'load balancer', name: 'web' }] }),
    ),
    { hit: 6, all: 6, ownersKnown: true },
    '  Behind it: load balancer web; subnet-0b1a2c3d; vpc-0f1e2d3c\n',
  ],
  [
    'none: the subnets call',
    OWN,
    around(instances(14, 'sg-none', 5)),
    { hit: 0, all: 14, ownersKnown: true },
    '  Behind it: 14 network interfaces; subnet-0b1a2c3d; vpc-0f1e2d3c\n',
  ],
] as const;

it.each(CASES)('an alert counts the interfaces that are hit: %s', (_, entries, surrounding, count, line) => {
  const { coverage, impacts } = evaluated(entries, surrounding);
  expect(impacts[0]?.interfaces).toEqual(count);
  expect(renderMessage(gapAlert(entries, { coverage, impacts })).texts.email).toContain(line);
});

it('a headline counts all of many instances that are alike', () => {
  const { coverage, impacts } = evaluated(SSH, around(instances(14, 'sg-ssh', 5)));
  const [line] = renderMessage(gapAlert(SSH, { coverage, impacts })).texts.email.split('\n');
  expect(line).toBe(
    'All SSH (tcp/22) connections to instance i-sg-ssh-0, instance i-sg-ssh-1 and 12 more targets time out.',
  );
});
