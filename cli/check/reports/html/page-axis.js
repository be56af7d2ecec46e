import { drawing } from './page-elements.js';

const PORTS = 65_536;
const WIDTH = 720;
const LEFT = 80;
const STATE_WORDS = { passes: 'pass', blocked: 'are blocked', denied: 'are blocked by a deny rule' };

const toX = port => LEFT + (port / PORTS) * (WIDTH - LEFT);

/** Not by color alone: blocked ports are hatched, and those of a deny rule hatched the other way. */
function drawSegment([from, to, state], y) {
  const [left, right] = [toX(from), Math.max(toX(from) + 2, toX(to + 1))];
  const parts = [drawing('rect', { x: left, y, width: right - left, height: 14, class: `port-${state}` })];
  if (state === 'passes') return parts;
  const lean = state === 'blocked' ? 6 : -6;
  for (let x = left + 6; x + 6 < right; x += 10)
    parts.push(drawing('line', { x1: x, y1: y + 14, x2: x + lean, y2: y, class: 'hatch' }));
  return parts;
}

function drawLine(label, segments, y) {
  return [
    drawing('text', { x: 0, y: y + 11 }, label),
    drawing('rect', { x: LEFT, y, width: WIDTH - LEFT, height: 14, class: 'axis' }),
    ...segments.flatMap(segment => drawSegment(segment, y)),
  ];
}

function describeAxis({ name, now, before }) {
  const say = segments =>
    segments.map(([from, to, state]) => `ports ${from}-${to} ${STATE_WORDS[state]}`).join(', ');
  const text = `Replies ${name}: ${say(now)}.`;
  return before ? `${text} Before: ${say(before)}.` : text;
}

/** The axis of ports, before and after where something changes; its label says the same in words. */
export function drawAxis(axis) {
  const lines = axis.before
    ? [...drawLine('before', axis.before, 20), ...drawLine('after', axis.now, 40)]
    : drawLine(axis.name, axis.now, 20);
  const height = axis.before ? 60 : 40;
  const scale = [0, 16_384, 32_768, 49_152].map(port =>
    drawing('text', { x: toX(port), y: 12 }, String(port)),
  );
  const label = describeAxis(axis);
  return drawing(
    'svg',
    { viewBox: `0 0 ${WIDTH} ${height}`, role: 'img', 'aria-label': label },
    ...scale,
    ...lines,
  );
}
