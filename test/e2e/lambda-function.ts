import { type ChildProcess, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type FunctionConfiguration, GetFunctionConfigurationCommand } from '@aws-sdk/client-lambda';
import { GetObjectCommand } from '@aws-sdk/client-s3';
import { propertiesOf } from '../infra/template.ts';
import { filesIn } from '../infra/zip.ts';
import { aws, ENDPOINT, handed, REGION, toAwsVariables } from './region.ts';
import { type Answer, RuntimeApi } from './runtime-api.ts';
import type { DeployedService } from './service.ts';

/** A line of a function's log, one object of JSON. */
export type LogLine = Readonly<Record<string, unknown>>;

/** The result of an invocation, and its log. */
export type Invocation = Answer & { readonly log: readonly LogLine[] };

/** What Lambda knows of a function, and its code. */
export interface DeployedFunction {
  readonly configuration: FunctionConfiguration & { readonly FunctionName: string };
  readonly files: ReadonlyMap<string, Buffer>;
}

/**
 * The function by its logical id: its configuration as Lambda has it, and the zip from the deployment bucket at the key
 * that the template names.
 *
 * @throws Error where Lambda was given another zip
 */
export async function fetchFunction(service: DeployedService, logicalId: string): Promise<DeployedFunction> {
  const FunctionName = service.idOf(logicalId);
  const configuration = await aws.lambda.send(new GetFunctionConfigurationCommand({ FunctionName }));
  const code = propertiesOf(service.template, logicalId).Code as { S3Key: string };
  const Bucket = service.idOf('ServerlessDeploymentBucket');
  const { Body } = await aws.s3.send(new GetObjectCommand({ Bucket, Key: code.S3Key }));
  const zip = Buffer.from((await Body?.transformToByteArray()) ?? []);
  const sha256 = createHash('sha256').update(zip).digest('base64');
  if (sha256 !== configuration.CodeSha256)
    throw new Error(`${FunctionName} was made of another zip than ${code.S3Key}`);
  return { configuration: { ...configuration, FunctionName }, files: filesIn(zip) };
}

/** An execution environment of a function, with Lambda's own loop around Node.js handlers. */
export class ExecutionEnvironment {
  readonly #api: RuntimeApi;
  readonly #loop: ChildProcess;
  readonly #timeout: number;
  #log = '';

  private constructor(api: RuntimeApi, loop: ChildProcess, timeout: number) {
    this.#api = api;
    this.#loop = loop;
    this.#timeout = timeout;
    for (const stream of [loop.stdout, loop.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.#log += text;
      });
    }
    // After the last of its output, unlike 'exit'.
    loop.once('close', (code, signal) => {
      const message = `the runtime ended with ${signal ?? `code ${code}`}`;
      api.end({ kind: 'error', type: 'Runtime.ExitError', message });
    });
  }

  /**
   * @param endpoint - where the function finds AWS
   * @param changed - environment variables that differ from the deployed ones
   */
  static async start(
    { configuration, files }: DeployedFunction,
    endpoint: string,
    changed: Readonly<Record<string, string>> = {},
  ): Promise<ExecutionEnvironment> {
    const taskRoot = await mkdtemp(join(handed('E2E_DIRECTORY'), `${configuration.FunctionName}-`));
    for (const [name, content] of files) {
      await mkdir(join(taskRoot, dirname(name)), { recursive: true });
      await writeFile(join(taskRoot, name), content);
    }
    const api = await RuntimeApi.start(configuration.FunctionArn ?? '');
    const loop = spawn(process.execPath, [handed('E2E_RUNTIME')], {
      cwd: taskRoot,
      env: {
        ...variablesOf(configuration),
        ...variablesOfLambda(configuration, taskRoot, api),
        AWS_ENDPOINT_URL: endpoint,
        ...changed,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    return new ExecutionEnvironment(api, loop, 1_000 * (configuration.Timeout ?? 3));
  }

  /** @param time - milliseconds until the function's time is out; without it, its own time-out */
  async invoke(event: unknown, time: number = this.#timeout): Promise<Invocation> {
    const before = this.#log.length;
    const late = setTimeout(() => {
      this.#api.end({ kind: 'error', type: 'Sandbox.Timedout', message: `timed out after ${time} ms` });
      this.#loop.kill('SIGKILL');
    }, time);
    const answer = await this.#api.invoke(event, Date.now() + time);
    clearTimeout(late);
    // What the runtime wrote before it asked for more is in the pipe: the next turn of the loop reads it.
    await new Promise(resolve => setImmediate(() => setImmediate(resolve)));
    return { ...answer, log: this.#log.slice(before).split('\n').flatMap(parseLine) };
  }

  async close(): Promise<void> {
    this.#loop.kill('SIGKILL');
    await this.#api.close();
  }
}

/**
 * As CloudFormation set them, except for the URLs of queues: moto names AWS's own, which have no queue of this test.
 */
function variablesOf({ Environment }: FunctionConfiguration): Record<string, string> {
  const variables = Object.entries(Environment?.Variables ?? {});
  const queues = `https://sqs.${REGION}.amazonaws.com/`;
  return Object.fromEntries(variables.map(([name, value]) => [name, value.replace(queues, `${ENDPOINT}/`)]));
}

/** What Lambda itself sets (https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html). */
function variablesOfLambda(
  { FunctionName = '', Handler = '', MemorySize = 128, Runtime }: FunctionConfiguration,
  taskRoot: string,
  api: RuntimeApi,
): Record<string, string | undefined> {
  return {
    ...toAwsVariables(),
    _HANDLER: Handler,
    AWS_DEFAULT_REGION: REGION,
    AWS_EXECUTION_ENV: `AWS_Lambda_${Runtime}`,
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(MemorySize),
    AWS_LAMBDA_FUNCTION_NAME: FunctionName,
    AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
    AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
    AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${FunctionName}`,
    AWS_LAMBDA_LOG_STREAM_NAME: '[$LATEST]0',
    AWS_LAMBDA_RUNTIME_API: api.address,
    AWS_REGION: REGION,
    LAMBDA_TASK_ROOT: taskRoot,
    LANG: 'en_US.UTF-8',
    PATH: process.env.PATH,
    TZ: ':UTC',
  };
}

function parseLine(line: string): LogLine[] {
  try {
    const parsed: unknown = JSON.parse(line);
    return typeof parsed === 'object' && parsed !== null ? [parsed as LogLine] : [];
  } catch {
    return [];
  }
}
