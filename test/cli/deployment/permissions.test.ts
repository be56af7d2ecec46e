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
  const named = sources.flatMap(source => source.match(/(?<=')[a-z\d]+:[A-Z]\w+(?=')/g) ?? []);
  // Keys of conditions are no permissions.
  return [...new Set(named)].filter(name => !name.startsWith('aws:'));
}

const docs = readFileSync('docs/operations.md', 'utf8');
const section = (title: string) => docs.split(`\n## ${title}\n`)[1]?.split('\n## ')[0] ?? '';

it.each([
  ['Doctor', 18, ['cli/doctor', 'cli/deployment']],
  ['Smoke', 12, ['cli/smoke', 'cli/deployment']],
  ['The members of a hub', 5, ['cli/doctor/organisation', 'cli/members']],
  ['Hand-over', 3, ['cli/hand-over']],
])('%s: docs/operations.md names every permission that it needs', (title, least, folders) => {
  const permissions = permissionsOf(...folders);
  expect(permissions.length).toBeGreaterThanOrEqual(least);
  for (const permission of permissions) expect(section(title)).toContain(`\`${permission}\``);
});
