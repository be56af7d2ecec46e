import { readFileSync } from 'node:fs';
import { toRandom } from '../oracle/generate/random.ts';

const SEED_EVENT = readFileSync('cli/replay/seed/change-event.json', 'utf8');
/** Changes to one event; most leave an event that is still valid. */
const MOST_CHANGES = 4;

/** What a field could turn into: wrong types, extremes, and what a hostile caller would write. */
const VALUES: readonly (() => unknown)[] = [
  () => null,
  () => true,
  () => -1,
  () => 2 ** 53,
  () => Number.MAX_VALUE,
  () => '',
  () => ' ',
  () => '\u0000\u001b[31m\r\n',
  () => '\ud800',
  () => 'acl-00000000000000000',
  () => '../../etc/passwd',
  () => '<!channel> & <script>',
  () => '%s%n{jndi:ldap://x}',
  () => 'x'.repeat(100_000),
  () => [],
  () => [[[[]]]],
  () => ({}),
  () => ({ toString: 'x', valueOf: null, length: -1 }),
  () => nest(2_000),
  () => Array.from({ length: 5_000 }, (_, index) => index),
];

/** Names that mean something to JavaScript or to the guard, where they do not belong. */
const NAMES = [
  '__proto__',
  'constructor',
  'errorCode',
  'Records',
  'body',
  'detail',
  'account',
  'networkAclId',
  'then',
];

type Node = Record<string, unknown> | unknown[];

/** The body of a message: the seed event, changed in a few places as the seed of the random numbers says. */
export function mutateEvent(seed: number): string {
  const random = toRandom(seed);
  const below = (count: number) => random() % count;
  const event = JSON.parse(SEED_EVENT) as Node;
  for (let changes = 1 + below(MOST_CHANGES); changes > 0; changes -= 1)
    change(pickNode(event, below), below);
  const body = JSON.stringify(event);
  // Now and then the text itself is damaged.
  return below(20) === 0 ? body.slice(0, below(body.length)) : body;
}

function change(node: Node, below: (count: number) => number): void {
  const keys = Object.keys(node);
  const key = keys[below(Math.max(1, keys.length))];
  const value = VALUES[below(VALUES.length)]?.();
  const target = node as Record<string, unknown>;
  const kind = below(3);
  if (kind === 0 && key !== undefined) delete target[key];
  else if (kind === 1 && key !== undefined) target[key] = value;
  else
    Object.defineProperty(target, NAMES[below(NAMES.length)] ?? 'x', {
      value,
      enumerable: true,
      configurable: true,
      writable: true,
    });
}

/** Any object or list of the event, itself among them. */
function pickNode(event: Node, below: (count: number) => number): Node {
  let node = event;
  for (;;) {
    const inner = Object.values(node).filter(
      (value): value is Node => typeof value === 'object' && value !== null,
    );
    const next = inner[below(inner.length + 1)];
    if (next === undefined) return node;
    node = next;
  }
}

function nest(depth: number): unknown {
  let nested: unknown = 1;
  for (let level = 0; level < depth; level += 1) nested = { a: nested };
  return nested;
}
