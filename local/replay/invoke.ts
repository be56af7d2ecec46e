/**
 * The inside of a function's process: loads the bundle, invokes it with the event that the parent sends and sends back
 * what it answers. A process of its own gives each run a cold start and an environment of its own, as Lambda does.
 */
process.once('message', async ({ bundle, event }: { bundle: string; event: object }) => {
  try {
    const { handler } = (await import(bundle)) as {
      handler: (event: object, context: object) => Promise<unknown>;
    };
    process.send?.({ response: await handler(event, {}) });
  } catch (error) {
    process.send?.({ error: error instanceof Error ? error.message : String(error) });
  }
  process.disconnect();
});
