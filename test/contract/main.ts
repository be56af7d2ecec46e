// Checks the stand-in and moto, or a real account, against the contract of AWS. See options.ts.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { InputError } from '../../cli/input/input-error.ts';
import { MotoError, startMoto } from '../moto/moto.ts';
import { PythonToolUnavailableError } from '../python/tools.ts';
import { type AccountOptions, createAccountClients, destroyClients } from './account/clients.ts';
import { holdAccount } from './account/hold.ts';
import { removeLeftovers } from './account/leftovers.ts';
import { toReason } from './account/resources.ts';
import { beginRun } from './account/run.ts';
import { ACCOUNT_VARIABLE, type AccountTarget } from './account-target.ts';
import { type Options, parseOptions, USAGE } from './options.ts';

const VITEST = fileURLToPath(new URL('vitest.mjs', import.meta.resolve('vitest/package.json')));
const CONFIG = fileURLToPath(new URL('vitest.config.ts', import.meta.url));
const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

const say = (text: string) => void process.stderr.write(`${text}\n`);

process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    const options = parseOptions(args);
    if (options !== undefined) return (await hold(options)) ? 0 : 1;
    process.stdout.write(`${USAGE}\n`);
    return 0;
  } catch (error) {
    if (error instanceof InputError) {
      say(error.message);
      return 2;
    }
    if (!(error instanceof PythonToolUnavailableError || error instanceof MotoError)) throw error;
    say(error.message);
    return 1;
  }
}

async function hold(options: Options): Promise<boolean> {
  switch (options.target) {
    case 'peers':
      // A missing moto shows here, in one line, and not in the suite.
      await (await startMoto()).close();
      return runSuite(withoutAws(process.env), options.only);
    case 'account':
      return holdRealAccount(options);
    case 'leftovers':
      return withClients(options.account, clients =>
        removeLeftovers(clients, say).catch((error: unknown) => {
          say(`The account cannot be asked: ${toReason(error)}`);
          return false;
        }),
      );
  }
}

function holdRealAccount({ account, entryQuota, only }: Options & { target: 'account' }): Promise<boolean> {
  const { signal } = abortOnSignals();
  return withClients(account, clients =>
    holdAccount({
      clients,
      run: beginRun(entryQuota),
      say,
      signal,
      holdTo: region => {
        const target: AccountTarget = { account, region };
        return runSuite({ ...process.env, [ACCOUNT_VARIABLE]: JSON.stringify(target) }, only, signal);
      },
    }),
  );
}

async function withClients<T>(
  account: AccountOptions,
  use: (clients: ReturnType<typeof createAccountClients>) => Promise<T>,
): Promise<T> {
  const clients = createAccountClients(account);
  try {
    return await use(clients);
  } finally {
    destroyClients(clients);
  }
}

/** One signal ends the run early; none prevents the removal. npm passes each signal on, so it may come twice. */
function abortOnSignals(): AbortController {
  const abort = new AbortController();
  for (const signal of SIGNALS) {
    process.on(signal, () => {
      if (!abort.signal.aborted) say(`${signal}: what was made will be removed. Please wait.`);
      abort.abort();
    });
  }
  return abort;
}

/** Runs the suite in a process of its own, so that this one can always remove what was created. */
async function runSuite(
  env: NodeJS.ProcessEnv,
  only: string | undefined,
  signal?: AbortSignal,
): Promise<boolean> {
  const filter = only === undefined ? [] : ['--testNamePattern', escapeRegExp(only)];
  const child = spawn(process.execPath, [VITEST, 'run', '--config', CONFIG, ...filter], {
    env,
    stdio: 'inherit',
  });
  const end = () => child.kill();
  signal?.addEventListener('abort', end, { once: true });
  if (signal?.aborted) end();
  const [code] = await once(child, 'exit');
  return code === 0;
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/** Peers have clients of their own. Without these variables nothing else in their run can find an account either. */
function withoutAws(env: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const others = Object.entries(env).filter(
    ([name]) => !name.startsWith('AWS_') && name !== ACCOUNT_VARIABLE,
  );
  return Object.fromEntries(others);
}
