import type { Member } from '../../functions/review/member.ts';

/** How large the organisation is. */
export interface Size {
  readonly accounts: number;
  readonly regions: number;
  /** Of each account and region; their ids are the same everywhere. */
  readonly networkAcls: number;
}

export const SIZE: Size = { accounts: 100, regions: 4, networkAcls: 12 };

const REGIONS = [
  'eu-central-1',
  'eu-west-1',
  'us-east-1',
  'ap-southeast-7',
  'sa-east-1',
  'us-west-2',
] as const;

/** What keeps the hub from an account or a region of it. */
export const HINDRANCES = [
  /** The member template was never deployed: there are no roles. */
  'no-roles',
  /** The template's mode is notify: there is no role that writes. */
  'no-remediator',
  /** An SCP denies the calls of one region. */
  'region-denied',
  /** One region is not enabled. */
  'region-disabled',
] as const;
export type Hindrance = (typeof HINDRANCES)[number];

/** By the last two digits of the account; in a hundred accounts five have no roles, and five do not write. */
const BY_ACCOUNT: Readonly<Record<number, Hindrance>> = {
  ...Object.fromEntries([3, 23, 43, 63, 83].map(index => [index, 'no-roles'])),
  ...Object.fromEntries([7, 27, 47, 67, 87].map(index => [index, 'no-remediator'])),
  11: 'region-denied',
  12: 'region-disabled',
};
/** The region that the two last of them are about. */
const HINDERED_REGION = REGIONS[1];

const FIRST_ACCOUNT = 200_000_000_000;

/** The hub's own account and region. */
export const HOME = { account: `${FIRST_ACCOUNT}`, region: REGIONS[0] } as const;

/** The account whose events are refused. */
export const IGNORED = '999999999999';

export function memberAt(account: number, region: number): Member {
  return { account: `${FIRST_ACCOUNT + account}`, region: REGIONS[region] ?? HOME.region };
}

export function listMembers({ accounts, regions }: Size): readonly Member[] {
  return Array.from({ length: accounts * regions }, (_, index) =>
    memberAt(Math.floor(index / regions), index % regions),
  );
}

export function toNetworkAclId(index: number): string {
  return `acl-${String(index).padStart(17, '0')}`;
}

/** Undefined: nothing keeps the hub from the account and region. */
export function toHindrance({ account, region }: Member): Hindrance | undefined {
  const hindrance = BY_ACCOUNT[(Number(account) - FIRST_ACCOUNT) % 100];
  const isOfRegion = hindrance === 'region-denied' || hindrance === 'region-disabled';
  return isOfRegion && region !== HINDERED_REGION ? undefined : hindrance;
}

/** Whether the hub can read the member. */
export function isReachable(member: Member): boolean {
  const hindrance = toHindrance(member);
  return hindrance === undefined || hindrance === 'no-remediator';
}
