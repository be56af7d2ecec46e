import { paginateListAccounts } from '@aws-sdk/client-organizations';
import { joinFirst } from '../../../functions/alert/words/plain-text.ts';
import type { RegisteredMember } from '../../../functions/review/registry.ts';
import { ask } from '../../deployment/ask.ts';
import { endingPages } from '../../input/pages.ts';
import { recordNames } from '../../members/account-names.ts';
import { admissionOf, renderAccount } from '../../members/hub.ts';
import { type CheckResult, resultsOf } from '../check-result.ts';
import { renderCount } from '../counts.ts';
import type { HubContext } from './context.ts';

const { ok, warning } = resultsOf('accounts');

/** An account of the organisation. */
interface Account {
  readonly account: string;
  readonly name: string;
  readonly isActive: boolean;
}

/** Accounts that are named in one line. */
const MOST_NAMED = 5;
const RECORD = 'npm run doctor -- --organisation --record-names';

/** Which accounts have no member, and which members have no account. Needs the rights to list accounts. */
export async function checkAccounts(
  members: readonly RegisteredMember[],
  context: HubContext,
): Promise<readonly CheckResult[]> {
  if (admissionOf(context.hub).organizationId === undefined) return [checkListed(members, context)];
  const accounts = await listAccounts(context);
  return [
    ...toWithoutMember(accounts, members, context),
    ...toStrangers(accounts, members),
    ...(await checkNames(accounts, members, context)),
  ];
}

async function listAccounts({ clients }: HubContext): Promise<readonly Account[]> {
  return ask('organizations:ListAccounts', async () => {
    const found: Account[] = [];
    for await (const { Accounts = [] } of endingPages(
      paginateListAccounts({ client: clients.organizations }, {}),
    ))
      for (const { Id = '', Name = '', State, Status } of Accounts)
        found.push({ account: Id, name: Name, isActive: (State ?? Status) === 'ACTIVE' });
    return found;
  });
}

/** Without an organisation, the hub's parameter lists the accounts. */
function checkListed(members: readonly RegisteredMember[], context: HubContext): CheckResult {
  const listed = admissionOf(context.hub).memberAccountIds;
  const missing = listed.filter(id => !members.some(({ account }) => account === id));
  if (missing.length === 0) return ok(`all ${renderCount(listed.length, 'listed account')} have a member`);
  const names = joinFirst(missing, MOST_NAMED, 'accounts');
  return warning(`${renderCount(missing.length, 'listed account')} without a member: ${names}`, DEPLOY);
}

const DEPLOY = 'deploy the template for members there (docs/organisation.md)';

function toWithoutMember(
  accounts: readonly Account[],
  members: readonly RegisteredMember[],
  context: HubContext,
): CheckResult[] {
  const active = accounts.filter(({ isActive }) => isActive);
  const known = new Set([
    ...members.map(({ account }) => account),
    ...admissionOf(context.hub).ignoredAccounts,
  ]);
  const missing = active.filter(({ account }) => !known.has(account));
  if (missing.length === 0) return [ok(`all ${renderCount(active.length, 'active account')} have a member`)];
  const names = joinFirst(missing.map(renderAccount), MOST_NAMED, 'accounts');
  const says = `${missing.length} of ${renderCount(active.length, 'active account')} without a member: ${names}`;
  return [warning(says, `${DEPLOY}; a stack set leaves the management account out`)];
}

function toStrangers(accounts: readonly Account[], members: readonly RegisteredMember[]): CheckResult[] {
  const active = new Set(accounts.flatMap(({ account, isActive }) => (isActive ? [account] : [])));
  const strangers = new Map(members.map(member => [member.account, member]));
  const gone = [...strangers.values()].filter(({ account }) => !active.has(account)).map(renderAccount);
  if (gone.length === 0) return [];
  const names = joinFirst(gone, MOST_NAMED, 'accounts');
  return [
    warning(
      `members of accounts that are suspended, or not in the organisation any more: ${names}`,
      'nothing to do: the hub drops a member that it cannot read for 30 days',
    ),
  ];
}

/** Compares the names with those on record, and records them where that is asked for. */
async function checkNames(
  accounts: readonly Account[],
  members: readonly RegisteredMember[],
  { clients, hub, options }: HubContext,
): Promise<CheckResult[]> {
  const names = new Map(accounts.map(({ account, name }) => [account, name]));
  const renamed = members.flatMap(member => {
    const name = names.get(member.account);
    return name && name !== member.name ? [{ ...member, name }] : [];
  });
  if (renamed.length === 0) return [];
  const count = renderCount(new Set(renamed.map(({ account }) => account)).size, 'account');
  if (!options.recordNames)
    return [
      ok(`the names of ${count} are not on record, so alerts show their ids`, `to record them: ${RECORD}`),
    ];
  await recordNames(clients.dynamodb, hub.findingsTable, renamed);
  return [ok(`recorded the names of ${count}: alerts and digests show them`)];
}
