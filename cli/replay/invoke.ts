/**
 * The inside of a function's process: loads the bundle, invokes it with the event that the parent sends and sends back
 * what it answers. A process of its own gives each run a cold start and an environment of its own, as Lambda does.
 */
interface Invocation {
  readonly bundle: string;
  readonly event: object;
  /** Milliseconds that the function is told to have left, all the time. */
  readonly timeLeft?: number;
}

process.once('message', async ({ bundle, event, timeLeft }: Invocation) => {
  try {
    const { handler } = (await import(bundle)) as {
      handler: (event: object, context: object) => Promise<unknown>;
    };
    const context = timeLeft === undefined ? {} : { getRemainingTimeInMillis: () => timeLeft };
    process.send?.({ response: await handler(event, context) });
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.message : String(error) });
  }
  process.disconnect();
});
