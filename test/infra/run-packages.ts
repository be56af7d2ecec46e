import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** The variable that names the folder in which a run of the tests keeps its packages. */
export const RUN_PACKAGES = 'NACL_EPHEMERAL_GUARD_RUN_PACKAGES';

/** For vitest: a folder for one run, so that test files which package alike, seconds each, do it once. */
export async function setup(): Promise<void> {
  process.env[RUN_PACKAGES] = await mkdtemp(join(tmpdir(), 'nacl-ephemeral-guard-run-'));
}

export async function teardown(): Promise<void> {
  await rm(process.env[RUN_PACKAGES] ?? '', { recursive: true });
}
