/**
 * The inside of a function's process that measures itself: loads the bundle, invokes it with the events in turn and sends
 * back what that took. Nothing is imported here before the bundle is, so that its import is all its own.
 */
process.once('message', async ({ bundle, events, warmUps, invocations }: MeasuredWork) => {
  const { handler } = (await import(bundle)) as {
    handler: (event: object, context: object) => Promise<object>;
  };
  const run = async (from: number, count: number): Promise<Float64Array> => {
    // Outside of the heap, whose growth is measured.
    const milliseconds = new Float64Array(count);
    for (let index = 0; index < count; index++) {
      const start = performance.now();
      const answer = await handler(events[(from + index) % events.length] ?? {}, {});
      milliseconds[index] = performance.now() - start;
      if (JSON.stringify(answer) !== '{"batchItemFailures":[]}') throw new Error(JSON.stringify(answer));
    }
    return milliseconds;
  };
  await run(0, warmUps);
  const heapBefore = measureHeap();
  const cpuBefore = process.cpuUsage();
  const start = performance.now();
  const milliseconds = await run(warmUps, invocations);
  const wall = performance.now() - start;
  const { user, system } = process.cpuUsage(cpuBefore);
  const usage: MeasuredUsage = {
    ...{ wall, cpu: (user + system) / 1_000, heapBefore, heapAfter: measureHeap() },
    milliseconds: [...milliseconds],
    peakBytes: process.resourceUsage().maxRSS * 1_024,
  };
  process.send?.(usage, () => process.disconnect());
});

export interface MeasuredWork {
  /** The URL of the bundle's file. */
  readonly bundle: string;
  readonly events: readonly object[];
  /** Invocations before measuring begins. */
  readonly warmUps: number;
  readonly invocations: number;
}

export interface MeasuredUsage {
  /** Of each invocation. */
  readonly milliseconds: readonly number[];
  /** Milliseconds of all. */
  readonly wall: number;
  /** Milliseconds of the processor, of all threads. */
  readonly cpu: number;
  /** Bytes, garbage collected. */
  readonly heapBefore: number;
  readonly heapAfter: number;
  /** The most that the process ever held, in bytes. */
  readonly peakBytes: number;
}

function measureHeap(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}
