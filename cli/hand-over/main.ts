import { setTimeout as delay } from 'node:timers/promises';
import { createConfirm } from '../terminal/confirm.ts';
import { createClients } from './clients.ts';
import { handOver } from './hand-over.ts';

const { stdout, stderr } = process;
process.exitCode = await handOver(process.argv.slice(2), {
  stdout,
  stderr,
  createClients,
  confirm: createConfirm(process),
  clock: { now: Date.now, wait: milliseconds => delay(milliseconds) },
});
