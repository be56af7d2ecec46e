import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { VARIABLES } from '../../functions/aws/environment.ts';
import { parameterErrors } from '../../infra/parameter-errors.ts';
import { PARAMETERS } from '../../infra/parameters.ts';
import { codeLines, PAGES, pageAt } from './pages.ts';

const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'));

/** What npm has without a script in package.json. */
const NPM_ITSELF = ['ci', 'pack'];

it.each(PAGES)('$path: every npm script exists', ({ text }) => {
  const run = [...text.matchAll(/npm run (?:--silent )?([\w:-]*\w)/g)].map(([, name = '']) => name);
  const short = [...text.matchAll(/(?:^|`|&& )npm (?!run\b)(\w+)/gm)].map(([, name = '']) => name);
  const known = [...Object.keys(scripts), ...NPM_ITSELF];
  expect([...run.filter(name => !(name in scripts)), ...short.filter(name => !known.includes(name))]).toEqual(
    [],
  );
});

it('CONTRIBUTING.md has every npm script for contributors', () => {
  const { text } = pageAt('CONTRIBUTING.md');
  const named = [...text.matchAll(/npm (?:run )?([\w:-]*\w)/g)].map(([, name]) => name);
  const others = ['prepack', 'remove', 'deploy', 'hand-over', 'dependencies']; // of npm itself, and of operators
  expect(Object.keys(scripts).filter(name => !named.includes(name) && !others.includes(name))).toEqual([]);
});

/** The default of each parameter, by name. */
function defaults(): Record<string, string> {
  return Object.fromEntries(PARAMETERS.map(({ name, fallback }) => [name, fallback]));
}

/** The rows of the README's table: name and default. */
function documented(): Record<string, string> {
  const [, table = ''] =
    /\| parameter \| default \| meaning \|\n.*\n((?:\|.*\n)+)/.exec(pageAt('README.md').text) ?? [];
  const rows = [...table.matchAll(/^\| `(\w+)` \| `([^`]*)` \|/gm)];
  return Object.fromEntries(rows.map(([, name = '', value = '']) => [name, value]));
}

it('README.md has every parameter with its default', () => {
  expect(parameterErrors(defaults())).toEqual([]);
  expect(documented()).toEqual(defaults());
});

it('README.md has the default of the functions for every parameter that they read', () => {
  const rows = documented();
  const variables = Object.entries(VARIABLES).flatMap(([name, variable]) =>
    'fallback' in variable ? [[name, variable.fallback] as const] : [],
  );
  expect(variables.length).toBeGreaterThan(5);
  for (const [name, fallback] of variables) {
    const parameter = name.toLowerCase().replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    expect(`${parameter}=${rows[parameter]}`).toBe(`${parameter}=${fallback}`);
  }
});

it('README.md shows what check prints', () => {
  const { text } = pageAt('README.md');
  const printed = readFileSync('test/cli/check/example.txt', 'utf8').trimEnd();
  expect(text).toContain(printed.replace('cli/replay/seed/network-acls.json', 'acls.json'));
});

it.each(PAGES.filter(({ path }) => path !== 'CHANGELOG.md'))(
  '$path: every --param that it shows is known',
  page => {
    const shown = codeLines(page).flatMap(line =>
      [...line.matchAll(/--param=(\w+)=/g)].map(([, name]) => name),
    );
    expect(shown.filter(name => !(String(name) in defaults()))).toEqual([]);
  },
);

it('docs/testing.md names every action of the policy for the contract', () => {
  const { Statement } = JSON.parse(readFileSync('test/contract/account/policy.json', 'utf8'));
  const actions: string[] = Statement.flatMap(({ Action }: { Action: string | string[] }) => Action);
  const { text } = pageAt('docs/testing.md');
  expect(actions.length).toBeGreaterThan(40);
  expect(actions.filter(action => !text.includes(`\`${action.split(':')[1]}\``))).toEqual([]);
});
