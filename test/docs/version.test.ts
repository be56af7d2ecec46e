import { expect, it } from 'vitest';
import project from '../../package.json' with { type: 'json' };
import { PAGES } from './pages.ts';

it('pages that name a package file or a tag name those of this version', () => {
  const named = PAGES.flatMap(({ path, text }) =>
    [...text.matchAll(/nacl-ephemeral-guard(?:-|@v)(\d+\.\d+\.\d+)/g)].map(([, version]) => ({
      path,
      version,
    })),
  );
  expect(named.length).toBeGreaterThan(2);
  expect(named.filter(({ version }) => version !== project.version)).toEqual([]);
});
