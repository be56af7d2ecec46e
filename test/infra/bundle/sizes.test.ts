import { readFileSync, statSync } from 'node:fs';
import { describe, expect, it } from 'vitest';

const bundle = (name: string, file = 'index') =>
  new URL(`../../../dist/${name}/${file}.mjs`, import.meta.url);

/** What is built; `npm test` builds it first. docs/adr/0008-small-bundles.md says how it became so small. */
describe('a bundle', () => {
  it.each([
    ['guard', 502_000],
    ['sweep', 519_000],
    ['slack', 252_000],
    // What every check reads; the rest is loaded on demand.
    ['check', 174_000],
  ])('%s takes at most %i bytes', (name, budget) => {
    expect(statSync(bundle(name)).size).toBeLessThanOrEqual(budget);
  });

  it.each(['guard', 'sweep', 'slack'])('%s has no way to credentials but the environment', name => {
    const source = readFileSync(bundle(name), 'utf8');
    expect(source).toContain('AWS_ACCESS_KEY_ID');
    for (const other of ['credential_process', 'sso_session', 'web_identity_token_file', '169.254.'])
      expect(source).not.toContain(other);
  });

  it('check has all of them: profiles, SSO, processes, tokens and metadata services', () => {
    const source = readFileSync(bundle('check', 'live'), 'utf8');
    for (const way of ['credential_process', 'sso_session', 'web_identity_token_file', '169.254.'])
      expect(source).toContain(way);
  });
});
