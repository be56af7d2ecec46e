import { Choices } from './choices.ts';
import { findViolations } from './invariants.ts';
import { Schedule } from './schedule.ts';
import { shrink } from './shrink.ts';

const from = Number(process.argv[2] ?? 1),
  n = Number(process.argv[3] ?? 1000);
async function run(c: Choices) {
  const s = new Schedule(c);
  await s.run();
  return s;
}
const t = Date.now();
const seen = new Map<string, number>();
const first = new Map<string, number>();
let pub = 0,
  wr = 0;
for (let seed = from; seed < from + n; seed++) {
  const c = Choices.seeded(seed);
  let s;
  try {
    s = await run(c);
  } catch (e) {
    console.log(seed, e);
    process.exit(1);
  }
  pub += s.story.published.length;
  wr += s.story.writes.length;
  for (const v of findViolations(s)) {
    const k = v.replace(/:.*/, '').replace(/\d+/g, 'N');
    seen.set(k, (seen.get(k) ?? 0) + 1);
    if (!first.has(k)) first.set(k, seed);
  }
}
console.log(n, 'schedules', Date.now() - t, 'ms', { pub, wr }, seen);
if (process.argv[4])
  for (const [k, seed] of first) {
    const c = Choices.seeded(seed);
    await run(c);
    const fails = async (tape: readonly number[]) => {
      const s = await run(Choices.recorded(tape));
      return findViolations(s).some(v => v.replace(/:.*/, '').replace(/\d+/g, 'N') === k);
    };
    const tape = await shrink(c.taken, fails);
    console.log(k, seed, 'tape', tape.length, JSON.stringify(tape));
  }
