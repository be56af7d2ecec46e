import type { AwsClients } from './clients.ts';
import { findMade } from './find.ts';
import type { Pause } from './patience.ts';
import { type Resource, removeAll, toReason, type Unremoved } from './resources.ts';

/** Prints whole lines for the operator. */
export type Say = (text: string) => void;

/**
 * Removes what a run has created: what it recorded, and what carries its tag, since the answer to a creation may be lost.
 *
 * @returns whether nothing is left, as far as can be seen
 */
export async function removeRun(
  clients: AwsClients,
  runId: string,
  made: readonly Resource[],
  say: Say,
  pause?: Pause,
): Promise<boolean> {
  let found: readonly Resource[] = [];
  let looked = true;
  try {
    found = await findMade(clients, runId);
  } catch (error) {
    looked = false;
    say(`Cannot look for more than was recorded: ${toReason(error)}`);
  }
  return report(await removeAll(clients, [...made, ...found], pause), say) && looked;
}

/** Removes what runs have left: everything with their tag. */
export async function removeLeftovers(clients: AwsClients, say: Say, pause?: Pause): Promise<boolean> {
  const found = await findMade(clients);
  say(found.length === 0 ? 'No run has left anything.' : 'Runs have left:');
  for (const { kind, id, runId } of found) say(`  ${kind} ${id}, of run ${runId}`);
  return report(await removeAll(clients, found, pause), say);
}

function report(unremoved: readonly Unremoved[], say: Say): boolean {
  if (unremoved.length === 0) {
    say('Everything is removed.');
    return true;
  }
  say('Could not be removed:');
  for (const { resource, reason } of unremoved) say(`  ${resource.kind} ${resource.id}: ${reason}`);
  say('Once the reasons are gone: npm run test:contract -- --aws --clean');
  return false;
}
