/**
 * The process of a function: loads the bundle, invokes it with the event from the parent, and sends the result back. In
 * its own process, each run has a cold start and its own environment, as in Lambda.
 */
interface InvocationRequest {
  readonly bundle: string;
  readonly event: object;
  /** The remaining time that the function always gets, in milliseconds. */
  readonly timeLeft?: number;
}

process.once('message', async ({ bundle, event, timeLeft }: InvocationRequest) => {
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
