/**
 * The process of a function that stays warm: loads the bundle once, and then handles one event of the parent after the
 * other, as Lambda has it do.
 */
const [, , bundle = ''] = process.argv;
const { handler } = (await import(bundle)) as {
  handler: (event: object, context: object) => Promise<unknown>;
};
/** More than any event takes; milliseconds. */
const context = { getRemainingTimeInMillis: () => 900_000 };

process.on('message', async (event: object) => {
  try {
    process.send?.({ response: await handler(event, context) });
  } catch (error) {
    process.send?.({ error: String(error) });
  }
});
