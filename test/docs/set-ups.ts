import { readFileSync } from 'node:fs';
import { pageAt } from './pages.ts';

/** Rules and what is said of them. A rule is written as in `in 100 allow tcp 22-22 0.0.0.0/0`. */
export interface SetUp {
  readonly name: string;
  readonly rules: readonly string[];
  readonly expected: Expected;
}

export interface Expected {
  readonly status: string;
  readonly severity: string;
  readonly ingressSeverity: string;
  readonly plan: string;
}

/** A set-up of the page, which also shows the rule that is proposed. */
export interface ShownSetUp extends SetUp {
  /** Such as `100 allow tcp 1024-65535 0.0.0.0/0`; undefined: none is proposed. */
  readonly proposed: string | undefined;
}

/** The set-ups of test/fixtures/set-ups.txt. */
export function recordedSetUps(): SetUp[] {
  const text = readFileSync('test/fixtures/set-ups.txt', 'utf8').replace(/^#.*\n/gm, '');
  return text
    .trim()
    .split(/\n\n+/)
    .map(block => {
      const [acl = '', expect = '', ...rules] = block.split('\n');
      const fields = [...expect.matchAll(/(\w+)=(\S+)/g)].map(([, name = '', value = '']) => [name, value]);
      return { name: acl.replace(/^acl /, ''), rules, expected: Object.fromEntries(fields) };
    });
}

/** The set-ups of docs/coverage.md, in its order, each followed by those that lack one of its rules. */
export function shownSetUps(): ShownSetUp[] {
  const [, sections = ''] = pageAt('docs/coverage.md').text.split('\n## Twelve common set-ups\n');
  return sections.split(/^### /m).slice(1).flatMap(toSetUps);
}

const VERDICT = /(covered|gap)(?:, (answers )?(high|medium|low))?\.\*\*(?: Proposed rule: `([^`]*)`)?/.source;

function toSetUps(section: string): ShownSetUp[] {
  const [heading = ''] = section.split('\n');
  const [, code = ''] = /```\n([\s\S]*?)\n```/.exec(section) ?? [];
  const [number = '', ...title] = heading.toLowerCase().match(/[a-z0-9]+/g) ?? [];
  const name = [number.padStart(2, '0'), ...title].join('-');
  const rules = code.split('\n').map(toRule);
  const whole = new RegExp(`\\*\\*Verdict: ${VERDICT}`).exec(section);
  const without = section.matchAll(new RegExp(`Without (in|out)bound rule (\\d+): \\*\\*${VERDICT}`, 'g'));
  return [
    { name, rules, ...toVerdict(whole?.slice(1) ?? []) },
    ...[...without].map(([, direction, ruleNumber, ...verdict]) => ({
      name: `${name}-without-${direction}-${ruleNumber}`,
      rules: rules.filter(rule => !rule.startsWith(`${direction} ${ruleNumber} `)),
      ...toVerdict(verdict),
    })),
  ];
}

function toRule(line: string): string {
  return line
    .replace(/^(in|out)bound/, '$1')
    .replace(/\s+/g, ' ')
    .replace(/ (\d+) (?=\S+$)/, ' $1-$1 ');
}

function toVerdict([status = '', answers, severity = 'none', proposed]: readonly (string | undefined)[]) {
  return {
    expected: {
      status,
      severity: answers ? 'none' : severity,
      ingressSeverity: answers ? severity : 'none',
      plan: proposed ? 'yes' : 'no',
    },
    proposed,
  };
}
