import { toCase } from './generate/network-acl.ts';
import { toRecipe } from './generate/random.ts';
import { judge } from './judgement.ts';

const N = 4000;
let tg = 0,
  tj = 0;
for (let s = 1; s <= N; s++) {
  let t = performance.now();
  const it = toCase(toRecipe(s));
  tg += performance.now() - t;
  t = performance.now();
  judge(it);
  tj += performance.now() - t;
}
console.log('gen', tg / N, 'judge ms', tj / N, process.cpuUsage().user / 1000 / N);
