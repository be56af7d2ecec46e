import { describe, expect, it } from 'vitest';
import { renderEntry } from '../../functions/alert/words/entry-text.ts';
import { evaluateCoverage } from '../../functions/coverage/coverage.ts';
import type {
  Exposure,
  InterfaceKind,
  InterfaceSet,
  SecurityGroupRule,
  Surroundings,
} from '../../functions/coverage/exposure/exposure.ts';
import { TRANSPORTS } from '../../functions/coverage/network-acl-entry.ts';
import { parseCidrBlock } from '../../functions/coverage/space/cidr-block.ts';
import { egress, ingress, SETTINGS } from '../fixtures/network-acls.ts';
import { recordedSetUps, type SetUp, shownSetUps } from './set-ups.ts';

const SUBNET = 'subnet-0b1a2c3d';
const SHOWN = shownSetUps();

function evaluate({ rules }: SetUp, exposure: Exposure) {
  const of = (direction: string) =>
    rules.filter(rule => rule.startsWith(`${direction} `)).map(rule => rule.slice(direction.length + 1));
  const entries = [...ingress(...of('in')), ...egress(...of('out'))];
  const surroundings: Surroundings = {
    vpcBlocks: [parseCidrBlock('10.0.0.0/16')],
    subnetBlocks: new Map(),
    exposure,
  };
  return evaluateCoverage({ entries, subnetIds: [SUBNET], inUse: true }, surroundings, SETTINGS);
}

it('docs/coverage.md shows the recorded set-ups', () => {
  const shown = SHOWN.map(({ proposed: _, ...setUp }) => setUp);
  expect(shown).toEqual(recordedSetUps());
  expect(shown.filter(({ name }) => !name.includes('-without-'))).toHaveLength(12);
});

describe('the verdicts of docs/coverage.md, without security groups', () => {
  it.each(SHOWN)('$name', setUp => {
    const { status, severity, ingressSeverity, plan } = evaluate(setUp, {
      kind: 'unknown',
      reason: 'offline',
    });
    const planned = plan.entries.map(renderEntry);
    expect({ status, severity, ingressSeverity, plan: planned.length > 0 ? 'yes' : 'no' }).toEqual(
      setUp.expected,
    );
    expect(planned).toEqual(setUp.proposed === undefined ? [] : [setUp.proposed]);
  });

  it('no rule is proposed against a lock-down because the evidence is broad', () => {
    const setUp = setUpOf('08-outbound-locked-down-inbound-open');
    const { plan } = evaluate(setUp, { kind: 'unknown', reason: 'offline' });
    expect([...new Set(plan.unplaced.map(({ reason }) => reason))]).toEqual(['broad']);
  });
});

describe('the verdicts of docs/coverage.md, with security groups', () => {
  const alb = rule('tcp', 32_768, 65_535, '10.0.0.0/24');
  const ssh = rule('tcp', 22, 22, '203.0.113.0/24');

  it.each<
    [name: string, what: string, exposure: Exposure, severity: string, planned: string[], writable: number]
  >([
    [
      '04-internal-load-balancer-and-ecs-tasks-with-dynamic-ports',
      'the group accepts the load balancer',
      known([alb]),
      'high',
      ['110 allow tcp 1024-65535 10.0.0.0/24'],
      0,
    ],
    [
      '05-database-subnet',
      'a Lambda function is in 10.0.1.0/24',
      known([rule('tcp', 5432, 5432, '10.0.0.0/16')], '10.0.1.9'),
      'medium',
      ['120 allow tcp 1024-32767 10.0.1.0/24'],
      1,
    ],
    [
      '07-default-network-acl-untouched',
      'the group accepts everything',
      known([rule('tcp', 0, 65_535, '0.0.0.0/0')]),
      'none',
      [],
      0,
    ],
    ['08-outbound-locked-down-inbound-open', 'the group accepts nothing there', known([]), 'low', [], 0],
    [
      '08-outbound-locked-down-inbound-open',
      'the group accepts SSH',
      known([ssh]),
      'high',
      ['110 allow tcp 1024-65535 203.0.113.0/24'],
      0,
    ],
  ])('%s: %s', (name, _, exposure, severity, planned, writable) => {
    const coverage = evaluate(setUpOf(name), exposure);
    expect(coverage.severity).toBe(severity);
    expect(coverage.plan.entries.map(renderEntry)).toEqual(planned);
    expect(coverage.writable).toHaveLength(writable);
  });
});

function setUpOf(name: string): SetUp {
  const found = SHOWN.find(setUp => setUp.name === name);
  if (found === undefined) throw new Error(`set-up is ${name}, expected one of the page`);
  return found;
}

function rule(transport: 'tcp' | 'udp', from: number, to: number, cidr: string): SecurityGroupRule {
  return {
    protocol: TRANSPORTS[transport],
    ports: { from, to },
    source: { kind: 'cidr', cidrBlock: parseCidrBlock(cidr) },
  };
}

/** One interface with one group that has these rules; and a Lambda function's address, where one is given. */
function known(rules: readonly SecurityGroupRule[], lambda?: string): Exposure {
  const interfaces: InterfaceSet = {
    subnetId: SUBNET,
    kind: 'other' satisfies InterfaceKind,
    groupIds: ['sg-1'],
    isPublic: true,
    hasIpv6: false,
    count: 1,
    owners: [],
  };
  return {
    kind: 'known',
    interfaces: [interfaces],
    clients:
      lambda === undefined ? [] : [{ subnetId: 'subnet-other', address: parseCidrBlock(`${lambda}/32`) }],
    hasInternetFacingNlb: false,
    securityGroups: new Map([['sg-1', { groupId: 'sg-1', groupName: 'app', vpcId: 'vpc-1', rules }]]),
    carriers: new Map(),
    prefixLists: new Map(),
  };
}
