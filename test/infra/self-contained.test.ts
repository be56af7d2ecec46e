import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, beforeEach, describe, expect, test } from 'vitest';
import { startStandIn } from '../../cli/aws-stand-in/stand-in.ts';
import { invoke } from '../../cli/replay/function-process.ts';
import { BUDGET, toSelfContained } from '../../infra/self-contained/self-contained.ts';
import { ENVIRONMENT, FINDINGS_TABLE, SEED_EVENT, SEED_NETWORK_ACLS, TOPIC_ARN } from '../bench/seed.ts';
import { GAP } from '../fixtures/alert-document.ts';
import { packageWhole } from './service-package.ts';
import type { Template } from './template.ts';

const { template } = await packageWhole();
const inlineCode = (name: string) => readFile(`dist/inline/${name}/index.js`, 'utf8');
const code = {
  GuardLambdaFunction: await inlineCode('guard'),
  SweepLambdaFunction: await inlineCode('sweep'),
  SlackLambdaFunction: await inlineCode('slack'),
};
const notices = await readFile('dist/THIRD-PARTY-NOTICES.txt', 'utf8');
const single = toSelfContained(template, { code, notices, version: '1.2.3' }) as Template & {
  Metadata: Record<string, unknown>;
};

describe('the self-contained template', () => {
  test('is within its budget', () => {
    expect(Buffer.byteLength(JSON.stringify(single))).toBeLessThanOrEqual(BUDGET);
  });

  test('has neither a bucket nor anything that refers to one', () => {
    expect(JSON.stringify(single)).not.toMatch(/ServerlessDeploymentBucket|S3Bucket|S3Key|AWS::S3/);
  });

  test('is otherwise what osls deploys', () => {
    const same = Object.entries(template.Resources).filter(
      ([id, { Type }]) => Type !== 'AWS::Lambda::Function' && !id.startsWith('ServerlessDeploymentBucket'),
    );
    expect(single.Resources).toMatchObject(Object.fromEntries(same));
    expect(Object.keys(single.Resources)).toHaveLength(same.length + Object.keys(code).length);
    expect(single.Resources.GuardLambdaFunction?.Properties).toEqual({
      ...template.Resources.GuardLambdaFunction?.Properties,
      Code: { ZipFile: code.GuardLambdaFunction },
      Handler: 'index.handler',
    });
  });

  test('says its version, and whose software is in it', () => {
    expect(single.Metadata).toMatchObject({ Version: '1.2.3', ThirdPartyNotices: notices });
    expect(single.Metadata).toHaveProperty('AWS::CloudFormation::Interface');
    for (const name of ['@aws-sdk/client-ec2', '@middy/core', 'ipaddr.js', 'Permission is hereby granted'])
      expect(notices).toContain(name);
  });

  test('refuses a function without code', () => {
    expect(() => toSelfContained(template, { code: {}, notices, version: '1.2.3' })).toThrow(
      'There is no code for GuardLambdaFunction',
    );
  });
});

/** Lambda calls the file index.js, in a folder of its own, without a package.json. */
describe('the code in it, through its loader', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'inline-'));
  const settings = {
    networkAcls: SEED_NETWORK_ACLS,
    topicArn: TOPIC_ARN,
    findingsTable: FINDINGS_TABLE,
  };
  let standIn = await startStandIn(settings);
  beforeEach(async () => {
    await standIn.close();
    standIn = await startStandIn(settings);
  });
  afterAll(async () => {
    await standIn.close();
    await rm(folder, { recursive: true });
  });

  const answer = async (logicalId: keyof typeof code, event: object) => {
    const file = join(folder, 'index.js');
    await writeFile(file, code[logicalId]);
    const { endpoint, queueUrl } = standIn;
    const variables = { ...ENVIRONMENT, AWS_ENDPOINT_URL: endpoint, SWEEP_QUEUE_URL: queueUrl };
    return invoke(pathToFileURL(file), event, variables, 240_000);
  };

  test('guard reviews the change, and requests a report', async () => {
    const { response, log } = await answer('GuardLambdaFunction', SEED_EVENT);
    expect(response).toEqual({ batchItemFailures: [] });
    expect(log).toContainEqual(expect.objectContaining({ outcome: 'pending', alertKind: 'gap' }));
    expect(standIn.queued).toHaveLength(1);
  });

  test('sweep publishes what it finds', async () => {
    const event = { Records: [{ messageId: 'sweep-1', body: '{"firstSweep":{}}' }] };
    const { response } = await answer('SweepLambdaFunction', event);
    expect(response).toEqual({ batchItemFailures: [] });
    expect(standIn.published).toHaveLength(1);
  });

  test('slack reads its parameter, and says that there is none', async () => {
    const Records = [{ messageId: 'alert-1', body: JSON.stringify(GAP) }];
    const { error } = await answer('SlackLambdaFunction', { Records });
    expect(error).toMatch(/parameter/i);
    expect(error).not.toMatch(/is not defined|Cannot find|ended without/);
  });
});
