import { identify } from '../../functions/review/entry-identity.ts';
import { Choices } from './choices.ts';
import { findViolations } from './invariants.ts';
import { Schedule } from './schedule.ts';

import { shrink } from './shrink.ts';

const c0 = Choices.seeded(Number(process.argv[2]));
const s0 = new Schedule(c0);
await s0.run();
const key = (v: string) => v.replace(/:.*/, '').replace(/\d+/g, 'N');
const k0 = new Set(findViolations(s0).map(key));
const tape = await shrink(c0.taken, async t => {
  const q = new Schedule(Choices.recorded(t));
  await q.run();
  return findViolations(q).some(v => k0.has(key(v)));
});
const s = new Schedule(Choices.recorded(tape));
const now = () => Math.round((s as any).calls.scheduler.now / 1000);
const orig = s.calls.make.bind(s.calls);
(s.calls as any).makeRaw = (
  o =>
  (inv: any, eff: any, after = 0) =>
    o(
      inv,
      () => {
        const f = s.calls.faults;
        let r: any, e: any;
        try {
          r = eff();
        } catch (x) {
          e = x;
        }
        console.log(
          now(),
          inv.name,
          (inv.startedAt / 1000) | 0,
          inv.crashed ? 'CRASH' : '',
          s.calls.faults > f ? 'FAULT' : '',
          String(eff).length > 0
            ? e
              ? 'throws ' + e
              : JSON.stringify(r, (k, v) =>
                  typeof v === 'bigint' ? undefined : v instanceof Map ? [...v] : v,
                )?.slice(0, 160)
            : '',
        );
        if (e) throw e;
        return r;
      },
      after,
    )
)(s.calls.makeRaw.bind(s.calls));
for (const m of ['add', 'remove', 'change', 'delete'] as const) {
  const o = (s.region as any)[m].bind(s.region);
  (s.region as any)[m] = (...a: any[]) => {
    console.log(
      now(),
      '  REGION',
      m,
      JSON.stringify(a, (k, v) => (typeof v === 'bigint' ? undefined : v)).slice(0, 200),
    );
    return o(...a);
  };
}
const hp = s.story.hasPublished.bind(s.story);
s.story.hasPublished = (a: any) => {
  console.log(now(), '  PUBLISHED', a.kind, a.id, a.done?.did, (a.done?.entries ?? []).map(identify));
  hp(a);
};
await s.run();
console.log(s.settings.mode, findViolations(s));
