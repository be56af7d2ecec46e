import { STSClient } from '@aws-sdk/client-sts';
import { expect, it, onTestFinished } from 'vitest';
import { startStandIn } from '../../../cli/aws-stand-in/stand-in.ts';
import { NotPermittedError } from '../../../cli/deployment/ask.ts';
import { assumeIn } from '../../../cli/members/assumed-role.ts';

const ACCOUNT = '222222222222';
const HOUR = 3_600_000;

async function startAccount() {
  const standIn = await startStandIn({
    ...{ networkAcls: [], topicArn: 'arn:aws:sns:us-east-1:111111111111:t', findingsTable: 'findings' },
    roles: [{ arn: `arn:aws:iam::${ACCOUNT}:role/audit`, actions: [] }],
  });
  const credentials = { accessKeyId: 'x', secretAccessKey: 'x' };
  const sts = new STSClient({ endpoint: standIn.endpoint, region: 'us-east-1', credentials, maxAttempts: 1 });
  onTestFinished(() => standIn.close());
  return { standIn, sts, role: { partition: 'aws', name: 'audit' } };
}

it('assumes the role once for all clients that ask at the same time', async () => {
  const { standIn, sts, role } = await startAccount();
  const credentialsOf = assumeIn(sts, role);
  const [one, other] = await Promise.all([credentialsOf(ACCOUNT)(), credentialsOf(ACCOUNT)()]);
  expect(one).toBe(other);
  expect(standIn.calls).toHaveLength(1);
});

it('renews the session once, five minutes before it ends', async () => {
  const { standIn, sts, role } = await startAccount();
  let now = Date.now();
  const provider = assumeIn(sts, role, () => now)(ACCOUNT);
  const first = await provider();
  now += HOUR - 6 * 60_000;
  expect(await provider()).toBe(first);
  now += 2 * 60_000;
  const [one, other] = await Promise.all([provider(), provider()]);
  expect(one).not.toBe(first);
  expect(one).toBe(other);
  expect(standIn.calls).toHaveLength(2);
});

it('asks once for a role that it may not assume', async () => {
  const { standIn, sts, role } = await startAccount();
  const provider = assumeIn(sts, { ...role, name: 'other' })(ACCOUNT);
  for (let time = 0; time < 2; time++) await expect(provider()).rejects.toBeInstanceOf(NotPermittedError);
  expect(standIn.calls).toHaveLength(1);
});
