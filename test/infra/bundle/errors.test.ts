import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import type { Fault } from '../../../cli/aws-stand-in/faults.ts';
import { type StandIn, startStandIn } from '../../../cli/aws-stand-in/stand-in.ts';
import { bundleFunctions } from '../../../infra/bundle/bundle.ts';
import { calls as unbundled } from './failing-calls.ts';

type Calls = typeof unbundled;

let folder: string;
let standIn: StandIn;
let bundled: Calls;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'errors-'));
  await bundleFunctions({ calls: 'test/infra/bundle/failing-calls.ts' }, folder);
  bundled = (await import(pathToFileURL(join(folder, 'calls.mjs')).href)).calls;
  const topicArn = 'arn:aws:sns:us-east-1:123456789012:alerts';
  standIn = await startStandIn({ networkAcls: [], topicArn, findingsTable: 'findings' });
  vi.stubEnv('AWS_ENDPOINT_URL', standIn.endpoint);
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'stand-in');
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'stand-in');
  vi.spyOn(Math, 'random').mockReturnValue(0);
});
afterAll(async () => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
  await standIn.close();
  await rm(folder, { recursive: true });
});

const ACTIONS: Readonly<Record<keyof Calls, string>> = {
  ...{ condition: 'PutItem', table: 'PutItem' },
  ...{ parameter: 'GetParameters', role: 'AssumeRole' },
};

/** What is to be seen of a failure: here, in the log, and by the SDK's own retries. */
async function fail(calls: Calls, name: keyof Calls, fault: Fault | undefined, times: number) {
  if (fault) standIn.inject({ action: ACTIONS[name], fault, times });
  standIn.clearCalls();
  const error = await calls[name]().then(
    () => new Error('nothing failed'),
    thrown => thrown,
  );
  const { httpStatusCode, attempts } = error.$metadata ?? {};
  const seen = { name: error.name, message: error.message, text: String(error), fault: error.$fault };
  return { ...seen, httpStatusCode, attempts, calls: standIn.calls.length };
}

it.each<[keyof Calls, Fault | undefined, number, string]>([
  ['condition', undefined, 1, 'ConditionalCheckFailedException'],
  ['table', undefined, 1, 'ResourceNotFoundException'],
  ['condition', 'denied', 1, 'AccessDeniedException'],
  ['condition', 'throttle', 3, 'ProvisionedThroughputExceededException'],
  ['condition', 'server-error', 3, 'InternalServerError'],
  ['condition', { code: 'ThrottlingException', status: 400 }, 3, 'ThrottlingException'],
  ['parameter', { code: 'InvalidKeyId', status: 400 }, 1, 'InvalidKeyId'],
  ['parameter', 'throttle', 3, 'ThrottlingException'],
  ['role', undefined, 1, 'AccessDenied'],
  ['role', { code: 'ExpiredTokenException', status: 400 }, 1, 'ExpiredTokenException'],
  ['role', 'throttle', 3, 'Throttling'],
  ['role', 'server-error', 3, 'InternalFailure'],
])(
  'a call (%s) that meets %j %i times fails in a bundle as without one',
  async (name, fault, times, code) => {
    const expected = await fail(unbundled, name, fault, times);
    expect(expected).toMatchObject({ name: code, calls: times });
    expect(await fail(bundled, name, fault, times)).toEqual(expected);
  },
);
