import type { AwsClients } from './clients.ts';
import { patiently } from './patience.ts';
import type { Resource } from './resources.ts';
import type { Run } from './run.ts';

/** The run: each creation is recorded at once, so that it can be removed in every case. */
export interface Making {
  readonly clients: AwsClients;
  readonly run: Run;
  readonly onMade: (resource: Resource) => void;
  /** Aborted: running calls are awaited, and no more are begun. */
  readonly signal?: AbortSignal | undefined;
}

/** Creates one thing and records it. What it belongs to may not be seen yet: then the call is made again. */
export async function makeOne(
  { clients, onMade, signal }: Making,
  kind: Resource['kind'],
  create: (clients: AwsClients) => Promise<string | undefined>,
): Promise<string> {
  const id = await patiently(`a ${kind}`, async () => {
    signal?.throwIfAborted();
    const created = await create(clients);
    if (created === undefined) throw new Error(`the answer names no ${kind}`);
    return created;
  });
  onMade({ kind, id });
  return id;
}
