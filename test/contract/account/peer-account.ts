import { afterAll, beforeAll } from 'vitest';
import { type Moto, startMoto } from '../../moto/moto.ts';
import { type AwsClients, createPeerClients, destroyClients } from './clients.ts';
import { makeRegion } from './make.ts';
import type { Resource } from './resources.ts';
import { beginRun, type Run } from './run.ts';

/** An account in moto, for all tests of a file. */
export interface PeerAccount {
  readonly endpoint: string;
  /** New clients of the account, which end with the file. */
  clients(): AwsClients;
}

export function usePeerAccount(): PeerAccount {
  const created: AwsClients[] = [];
  let moto: Moto | undefined;
  beforeAll(async () => {
    moto = await startMoto();
  });
  afterAll(async () => {
    for (const clients of created) destroyClients(clients);
    await moto?.close();
  });
  return {
    get endpoint() {
      return moto?.endpoint ?? '';
    },
    clients() {
      const clients = createPeerClients(this.endpoint);
      created.push(clients);
      return clients;
    },
  };
}

/** Makes the region of a run of its own. */
export async function makeRun(
  clients: AwsClients,
): Promise<{ readonly run: Run; readonly made: Resource[] }> {
  const run = beginRun(20);
  const made: Resource[] = [];
  await makeRegion({ clients, run, onMade: resource => made.push(resource) });
  return { run, made };
}

/** What happens to a call: it is refused before it is made, or made with its answer lost. */
export interface Spoilt {
  readonly command: string;
  /** The code of the refusal; absent: the answer is lost. */
  readonly code?: string;
  /** How many such calls pass first. */
  readonly skip?: number;
  readonly times?: number;
}

/** Spoils calls of these clients, on this side of the wire: moto has no faults on demand. */
export function spoil(
  clients: AwsClients,
  { command, code, skip = 0, times = 1 }: Spoilt,
): { calls: number } {
  const count = { calls: 0 };
  for (const { middlewareStack } of Object.values(clients) as AwsClients['ec2'][]) {
    middlewareStack.add(
      (next, context) => async args => {
        if (context.commandName !== `${command}Command`) return next(args);
        const call = count.calls++;
        if (call < skip || call >= skip + times) return next(args);
        if (code === undefined) await next(args);
        throw Object.assign(new Error('spoilt by the test'), { name: code ?? 'TimeoutError' });
      },
      { step: 'initialize' },
    );
  }
  return count;
}

/** Calls that another permission allows (AWS's service authorization reference). */
const ALLOWED_BY: Readonly<Record<string, string>> = { 'sqs:SendMessageBatch': 'sqs:SendMessage' };

/** The permissions that the calls of these clients need, such as `ec2:CreateVpc`, from now on. */
export function recordCalls(clients: AwsClients): ReadonlySet<string> {
  const calls = new Set<string>();
  for (const [service, { middlewareStack }] of Object.entries(clients) as [string, AwsClients['ec2']][]) {
    middlewareStack.add(
      (next, { commandName = '' }) =>
        args => {
          const call = `${service}:${commandName.replace(/Command$/, '')}`;
          calls.add(ALLOWED_BY[call] ?? call);
          return next(args);
        },
      { step: 'initialize' },
    );
  }
  return calls;
}
