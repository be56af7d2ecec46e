import { afterEach, beforeEach, expect, it } from 'vitest';
import type { CheckName, CheckResult } from '../../../cli/doctor/check-result.ts';
import { Account, HOUR, NOW, serviceError } from './account.ts';

/** The account of the current test: without a problem, until the test breaks something. */
export const current = {} as { account: Account };
beforeEach(() => {
  current.account = new Account();
});
afterEach(() => current.account.restore());

/** A result as `problem: its message -> the step`. */
export const render = ({ state, says, then }: CheckResult) => `${state}: ${says}${then ? ` -> ${then}` : ''}`;
export const states = (results: readonly CheckResult[]) => results.map(({ state }) => state);
export const denied = (name = 'AccessDeniedException') => serviceError(name, 403);
export const ago = (hours: number) => new Date(NOW.getTime() - hours * HOUR);

/** What breaks an account, and what one line of the check then matches. */
export type Case = [string, (account: Account) => void, RegExp];

/** Tests a check by a table of cases. */
export function table(check: CheckName, cases: readonly Case[]): void {
  it.each(cases)(`${check}: %s`, async (_, breakAccount, expected) => {
    breakAccount(current.account);
    const lines = (await current.account.check(check)).map(render);
    expect(
      lines.some(line => expected.test(line)),
      lines.join('\n'),
    ).toBe(true);
  });
}
