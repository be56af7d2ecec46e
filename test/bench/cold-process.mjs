// One cold start: imports the bundle, and invokes it where an event is given. Nothing is loaded here before the clock
// runs that the bundle would load itself; the figures leave by a pipe of their own, since bundles write to stdout.
const [bundle, event] = process.argv.slice(2);
const start = process.hrtime.bigint();
const { handler } = await import(bundle);
const imported = process.hrtime.bigint();
const response = event === undefined ? undefined : await handler(JSON.parse(event), {});
const reviewed = process.hrtime.bigint();

const figures = {
  imported: Number(imported - start) / 1e6,
  reviewed: Number(reviewed - start) / 1e6,
  response,
};
process.getBuiltinModule('node:fs').writeSync(3, JSON.stringify(figures));
// Connections that are kept alive would hold the process.
process.exit();
