import { readFileSync } from 'node:fs';
import { describe, expect, it, vi } from 'vitest';
import { invoke } from '../../cli/replay/function-process.ts';
import { replay } from '../../cli/replay/replay.ts';
import type { Mode } from '../../functions/review/words/mode.ts';

import { SHORT_WAITS } from '../fixtures/short-waits.ts';

/** What the built bundle does over the real SDK and real HTTP; `npm test` builds it first. */
const ID = 'acl-0a1b2c3d4e5f60718';
const GUARD = new URL('../../dist/guard/index.mjs', import.meta.url);
const SEED = JSON.parse(readFileSync('cli/replay/seed/change-event.json', 'utf8'));
const [SEED_ACL] = JSON.parse(readFileSync('cli/replay/seed/network-acls.json', 'utf8')).NetworkAcls;

type Rule = [number: number, egress: boolean, from: number, to: number, block: string];

const toEntry = ([RuleNumber, Egress, From, To, block]: Rule) => ({
  RuleNumber,
  Egress,
  Protocol: '6',
  RuleAction: 'allow' as const,
  PortRange: { From, To },
  ...(block.includes(':') ? { Ipv6CidrBlock: block } : { CidrBlock: block }),
});

vi.stubEnv('NODE_OPTIONS', SHORT_WAITS);

async function run(mode: Mode, rules: readonly Rule[], detail: object = {}, Tags: object[] = []) {
  const envelope = { ...SEED, detail: { ...SEED.detail, ...detail } };
  const event = { envelope, networkAclIds: [ID], account: '123456789012', region: 'us-east-1' };
  const { invocation, alerts, calls, networkAcls } = await replay(
    event,
    { networkAcls: [{ ...SEED_ACL, Tags, Entries: rules.map(toEntry) }] },
    mode,
  );
  expect(invocation).toMatchObject({ response: { batchItemFailures: [] } });
  const outcome = invocation.log.find(({ message }) => message === 'review finished');
  const ec2 = calls.filter(({ service }) => service === 'ec2').map(({ action }) => action);
  return { outcome, alerts, ec2, after: networkAcls[0]?.after?.coverage.status };
}

const SSH: Rule = [100, false, 22, 22, '0.0.0.0/0'];
const REPLIES: Rule = [100, true, 1024, 65535, '0.0.0.0/0'];

describe('the guard bundle', () => {
  it('in notify mode alerts, and no write call reaches EC2', async () => {
    const { outcome, alerts, ec2, after } = await run('notify', [SSH]);
    expect(outcome).toMatchObject({ outcome: 'pending', alertKind: 'gap', networkAclId: ID });
    expect(alerts.map(({ subject }) => subject)).toEqual([
      `[high] ${ID}: all SSH connections time out (123456789012 us-east-1)`,
    ]);
    expect(ec2).toEqual(['DescribeNetworkAcls', 'DescribeTags']);
    expect(after).toBe('gap');
  });

  it('in remediate mode adds what is missing and reads it back', async () => {
    const { outcome, ec2, after } = await run('remediate', [SSH]);
    expect(outcome).toMatchObject({ outcome: 'pending', alertKind: 'remediated' });
    // Once more right before the creation.
    expect(ec2).toEqual([
      'DescribeNetworkAcls',
      'DescribeNetworkAcls',
      'CreateNetworkAclEntry',
      'DescribeNetworkAcls',
      'DescribeTags',
    ]);
    expect(after).toBe('covered');
  });

  it.each<[object[], string]>([
    [[], 'gap'],
    [[{ Key: 'nacl-ephemeral-guard', Value: 'remediate' }], 'covered'],
  ])('in opt-in mode with tags %j leaves coverage %s', async (tags, status) => {
    expect((await run('opt-in', [SSH], {}, tags)).after).toBe(status);
  });

  it.each<[string, readonly Rule[], object, string]>([
    [
      'the missing egress entry was added',
      [SSH, REPLIES],
      { requestParameters: { networkAclId: ID, ruleNumber: 100, egress: true } },
      'covered',
    ],
    ['the call failed', [SSH], { errorCode: 'Client.InvalidParameterValue' }, 'ignored'],
    ['the call was a dry run', [SSH], { errorCode: 'Client.DryRunOperation' }, 'ignored'],
    [
      'the only ingress is a receiver',
      [
        [100, false, 1024, 65535, '0.0.0.0/0'],
        [100, true, 443, 443, '0.0.0.0/0'],
      ],
      {},
      'covered',
    ],
  ])('reports nothing where %s', async (_, rules, detail, kind) => {
    const { outcome, alerts } = await run('remediate', rules, detail);
    expect(outcome).toMatchObject({ outcome: kind, networkAclId: ID });
    expect(alerts).toEqual([]);
  });

  it.each<[string, readonly Rule[], object]>([
    [
      'the only egress entry was deleted',
      [SSH],
      {
        eventName: 'DeleteNetworkAclEntry',
        requestParameters: { networkAclId: ID, ruleNumber: 100, egress: true },
      },
    ],
    ['IPv6 comes in and does not get out', [[100, false, 80, 80, '::/0'], REPLIES], {}],
  ])('alerts where %s', async (_, rules, detail) => {
    expect((await run('notify', rules, detail)).alerts).toHaveLength(1);
  });

  it.each([
    ['MODE', 'loud', /environment variable MODE is "loud", expected notify, opt-in or remediate/],
    ['ALERT_TOPIC_ARN', undefined, /ALERT_TOPIC_ARN is missing/],
  ])('refuses to start where %s is %s', async (name, value, message) => {
    const valid = {
      MODE: 'notify',
      ALERT_TOPIC_ARN: 'arn:aws:sns:us-east-1:123456789012:alerts',
      FINDINGS_TABLE: 'findings',
    };
    const { error } = await invoke(GUARD, SEED, { ...process.env, ...valid, [name]: value });
    expect(error).toMatch(message);
  });
});
