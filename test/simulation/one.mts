import { Choices } from './choices.ts';
import { findViolations } from './invariants.ts';
import { Schedule } from './schedule.ts';

const s = new Schedule(Choices.recorded(JSON.parse(process.argv[2]!)));
await s.run();
console.log(findViolations(s));
