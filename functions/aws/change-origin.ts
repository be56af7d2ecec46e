import { toJsonText } from '../parsing/printable.ts';
import { looseObject } from '../parsing/structures.ts';
import { anything, matching } from '../parsing/values.ts';
import type { Member } from '../review/member.ts';
import type { HubSettings } from './hub-variables.ts';

const ACCOUNT = matching('an account id', /^\d{12}$/);
/** It becomes part of a host name. */
const REGION = matching('a region', /^[a-z]{2,8}(-[a-z]{2,12}){1,3}-\d{1,2}$/);

/**
 * Of a forwarded event, AWS keeps the account and region that it happened in; whoever sends it can set neither
 * (docs/organisation.md).
 */
const EVENT = looseObject({
  ...{ account: anything, region: anything },
  detail: looseObject({ recipientAccountId: anything, awsRegion: anything }),
});

/** Which accounts may be members. */
export type AdmittedAccounts = Pick<HubSettings, 'organizationId' | 'memberAccountIds' | 'ignoredAccounts'>;

/** Where a change happened. */
export type ChangeOrigin =
  | { readonly kind: 'member'; readonly member: Member }
  | { readonly kind: 'refused'; readonly reason: string };

/**
 * Parses where a change happened. Without an account or a region, as in a test of the console, it is the hub's own.
 *
 * @param home - the hub's own account and region
 */
export function parseOrigin(event: unknown, home: Member, admission: AdmittedAccounts): ChangeOrigin {
  const { account = home.account, region = home.region, detail } = EVENT.parse(event);
  const reason = findProblem({ account, region }, detail, home, admission);
  return reason === undefined
    ? { kind: 'member', member: { account: String(account), region: String(region) } }
    : { kind: 'refused', reason };
}

/** As {@link parseOrigin}, of an event of AWS that repeats its account and region nowhere. */
export function parseSender(event: unknown, home: Member, admission: AdmittedAccounts): ChangeOrigin {
  const { account, region } = EVENT.parse(event);
  const reason = findInadmissible({ account, region }, home, admission);
  return reason === undefined
    ? { kind: 'member', member: { account: String(account), region: String(region) } }
    : { kind: 'refused', reason };
}

type Sender = { readonly [Field in keyof Member]?: unknown };

function findInadmissible(
  { account, region }: Sender,
  home: Member,
  admission: AdmittedAccounts,
): string | undefined {
  if (ACCOUNT.read(account) === undefined) return mismatchOf('account', account, ACCOUNT.expected);
  if (REGION.read(region) === undefined) return mismatchOf('region', region, REGION.expected);
  const expected = toExpected({ account: String(account), region: String(region) }, home, admission);
  return expected === undefined ? undefined : mismatchOf('account', account, expected);
}

function findProblem(
  sender: Sender,
  { recipientAccountId, awsRegion }: { readonly recipientAccountId?: unknown; readonly awsRegion?: unknown },
  home: Member,
  admission: AdmittedAccounts,
): string | undefined {
  const inadmissible = findInadmissible(sender, home, admission);
  if (inadmissible !== undefined) return inadmissible;
  const { account, region } = sender;
  // What the guard of the hub's own events checks, too; there the record may lack them.
  if (account === home.account && region === home.region) return undefined;
  if (recipientAccountId !== account)
    return mismatchOf('detail.recipientAccountId', recipientAccountId, String(account));
  return awsRegion === region ? undefined : mismatchOf('detail.awsRegion', awsRegion, String(region));
}

/** Whether the account and region may be a member. */
export function isAdmitted(member: Member, home: Member, admission: AdmittedAccounts): boolean {
  return toExpected(member, home, admission) === undefined;
}

/** Which account was expected instead; undefined where this one may be a member. */
function toExpected(
  { account, region }: Member,
  home: Member,
  { organizationId, memberAccountIds, ignoredAccounts }: AdmittedAccounts,
): string | undefined {
  // Its schedule plans the sweeps of all members.
  if (account === home.account && region === home.region) return undefined;
  if (ignoredAccounts.includes(account)) return 'an account that is not ignored';
  // Only its organisation's accounts reach the hub's bus, and only their roles may be assumed.
  const isMember =
    account === home.account || organizationId !== undefined || memberAccountIds.includes(account);
  return isMember ? undefined : 'an account of MEMBER_ACCOUNT_IDS';
}

function mismatchOf(field: string, value: unknown, expected: string): string {
  const found = value === undefined ? 'missing' : toJsonText(value).slice(0, 120);
  return `${field} is ${found}, expected ${expected}`;
}
