import { readdirSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

/** The permissions that the sources of a program name, except those that it checks on roles. */
function permissionsOf(...folders: string[]): string[] {
  const files = folders.flatMap(folder =>
    readdirSync(folder)
      .filter(file => file.endsWith('.ts'))
      .map(file => `${folder}/${file}`),
  );
  const sources = files
    .filter(file => !/required-permissions\.ts$|roles\.ts$/.test(file))
    .map(file => readFileSync(file, 'utf8'));
  return [...new Set(sources.flatMap(source => source.match(/(?<=')[a-z\d]+:[A-Z]\w+(?=')/g) ?? []))];
}

const docs = readFileSync('docs/operations.md', 'utf8');
const section = (title: string) => docs.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';

it.each([
  ['Doctor', 'cli/doctor', 18],
  ['Smoke', 'cli/smoke', 12],
])('%s: docs/operations.md names every permission that it needs', (title, folder, least) => {
  const permissions = permissionsOf(folder);
  expect(permissions.length).toBeGreaterThanOrEqual(least - 4);
  for (const permission of [...permissions, ...permissionsOf('cli/deployment')]) {
    expect(section(title)).toContain(`\`${permission}\``);
  }
});
