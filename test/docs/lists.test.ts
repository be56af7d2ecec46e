import { expect, it } from 'vitest';
import { FIX_FORMATS, parseOptions as parseCheckOptions } from '../../cli/check/options.ts';
import { FAIL_ON } from '../../cli/check/summary.ts';
import { FORMATS } from '../../cli/replay/format.ts';
import { parseOptions as parseReplayOptions } from '../../cli/replay/options.ts';
import { CLIENT_PORTS, CLIENTS } from '../../functions/coverage/clients.ts';
import { EVIDENCE } from '../../functions/coverage/evidence.ts';
import { SEVERITIES } from '../../functions/coverage/severity.ts';
import { formatPorts } from '../../functions/coverage/space/port-set.ts';
import type { Outcome } from '../../functions/review/outcome.ts';
import { ACTIONS } from '../../functions/review/words/action.ts';
import { ALERT_KINDS } from '../../functions/review/words/alert-kind.ts';
import { MODES, TAG_VALUES } from '../../functions/review/words/mode.ts';
import { pageAt } from './pages.ts';

/*
 * Texts that name every member of a list of the product. The compiler does not read them: after a change of a list, a
 * test here names the page or the help text that has to follow.
 */

/** One of each kind; the compiler asks for a new one. */
const OUTCOMES: Readonly<Record<Outcome['kind'], true>> = {
  covered: true,
  'below-min-severity': true,
  'already-reported': true,
  pending: true,
  muted: true,
  deleted: true,
  unreachable: true,
};

/** `none` is no gap. */
const GAP_SEVERITIES = SEVERITIES.filter(severity => severity !== 'none');

/** The text below a heading, up to the next heading. */
function section(path: string, heading: string): string {
  const [, text] = pageAt(path).text.split(`\n${heading}\n`);
  if (text === undefined) throw new Error(`heading is ${heading}, expected one of ${path}`);
  return text.split(/^#/m)[0] ?? '';
}

const LISTS: readonly (readonly [place: string, text: string, list: readonly string[]])[] = [
  ['docs/alerts.md, "Kinds"', section('docs/alerts.md', '## Kinds'), ALERT_KINDS],
  [
    'docs/alerts.md, "Route alerts to teams"',
    section('docs/alerts.md', '## Route alerts to teams'),
    [...SEVERITIES, ...MODES],
  ],
  [
    'docs/architecture.md, "The way of an event"',
    section('docs/architecture.md', '## The way of an event'),
    [...ALERT_KINDS, ...Object.keys(OUTCOMES), ...ACTIONS],
  ],
  ['docs/coverage.md', pageAt('docs/coverage.md').text, [...EVIDENCE, ...GAP_SEVERITIES]],
  ['docs/glossary.md', pageAt('docs/glossary.md').text, EVIDENCE],
  [
    'README.md, "Modes and tags"',
    section('README.md', '### Modes and tags'),
    [...MODES, ...TAG_VALUES.filter(value => value !== 'remediate')],
  ],
  [
    'README.md, "What the severities mean"',
    section('README.md', '### What the severities mean'),
    GAP_SEVERITIES,
  ],
  ['README.md, the options of npm start', pageAt('README.md').text, [...MODES, ...FORMATS]],
];

it.each(LISTS)('%s names every member', (_, text, list) => {
  expect(list.filter(member => !text.includes(`\`${member}\``))).toEqual([]);
});

it('docs/coverage.md has a row for every client, with its ports', () => {
  const [, table = ''] =
    /\| client \| ports \|\n.*\n((?:\|.*\n)+)/.exec(pageAt('docs/coverage.md').text) ?? [];
  const documented = [...table.matchAll(/ (\d+-\d+) \|$/gm)].map(([, ports]) => ports);
  const ports = CLIENTS.map(client => formatPorts([CLIENT_PORTS[client]]));
  expect(documented.toSorted()).toEqual(ports.toSorted());
});

it.each([
  ['npm start', parseReplayOptions(['--help']), [...MODES, ...FORMATS]],
  ['check', parseCheckOptions(['--help']), [...FIX_FORMATS, ...FAIL_ON]],
])('the help of %s names every value', (_, help, values) => {
  const words = String(help).split(/[^\w-]+/);
  expect(values.filter(value => !words.includes(value))).toEqual([]);
});

it('check can fail on every severity of a gap', () => {
  expect(GAP_SEVERITIES.filter(severity => !FAIL_ON.includes(severity))).toEqual([]);
});
