import { afterEach, describe, expect, it, vi } from 'vitest';
import { toRelativePath, toUri } from '../../../cli/check/reports/file-uri.ts';
import { networkAcl } from '../../fixtures/network-acls.ts';

afterEach(() => vi.unstubAllEnvs());

describe('npm runs the program in another folder than that of the user: a path', () => {
  it.each([
    ['inside the folder', 'a.json', 'a.json', 'a.json'],
    ['with a dot', './a b.json', 'a b.json', 'a%20b.json'],
    ['from the root, inside the folder', '/home/me/acls/a.json', 'a.json', 'a.json'],
    ['above the folder', '../a.json', '../a.json', 'file:///home/me/a.json'],
    ['from the root, elsewhere', '/etc/a.json', '../../../etc/a.json', 'file:///etc/a.json'],
  ])('%s', (_, path, relative, uri) => {
    vi.stubEnv('INIT_CWD', '/home/me/acls');
    vi.stubEnv('npm_package_name', 'nacl-ephemeral-guard');
    const place = { address: undefined, line: undefined, account: undefined, region: undefined };

    expect([
      toRelativePath(path),
      toUri({ source: { ...place, file: path }, networkAcl: networkAcl([]) }),
    ]).toEqual([relative, uri]);
  });
});
