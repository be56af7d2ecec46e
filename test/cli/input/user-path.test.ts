import { expect, it } from 'vitest';
import { userPath } from '../../../cli/input/user-path.ts';

const OWN = 'nacl-ephemeral-guard';
it.each([
  [
    'in a script of this project',
    { INIT_CWD: '/home/me/acls', npm_package_name: OWN },
    '/home/me/acls/a.json',
  ],
  ['in a script of another project', { INIT_CWD: '/home/me/acls', npm_package_name: 'other' }, 'a.json'],
  ['without npm', {}, 'a.json'],
])('%s a path begins where the user is', (_, environment, expected) => {
  expect(userPath('a.json', environment)).toBe(expected);
});

it('an absolute path stays as it is', () => {
  expect(userPath('/etc/a.json', { INIT_CWD: '/home/me', npm_package_name: OWN })).toBe('/etc/a.json');
});
