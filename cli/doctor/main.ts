import { createClients } from './clients.ts';
import { doctor } from './doctor.ts';

const { stdout, stderr } = process;
process.exitCode = await doctor(process.argv.slice(2), {
  stdout,
  stderr,
  createClients,
  fetch,
  now: new Date(),
});
