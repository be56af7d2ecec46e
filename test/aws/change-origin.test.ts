import { describe, expect, it } from 'vitest';
import { parseOrigin } from '../../functions/aws/change-origin.ts';

const HOME = { account: '111111111111', region: 'eu-central-1' };
const MEMBER = { account: '222222222222', region: 'us-gov-west-1' };
const NONE = { memberAccountIds: [], ignoredAccounts: [] };
const ORGANISATION = { ...NONE, organizationId: 'o-a1b2c3d4e5' };

const event = (
  { account, region }: object & { account?: unknown; region?: unknown },
  detail: object = {},
) => ({
  ...{ account, region },
  detail: { recipientAccountId: account, awsRegion: region, ...detail },
});

describe('the origin of a change', () => {
  it.each([
    ['an account of the organisation', ORGANISATION, MEMBER],
    ['a listed account', { ...NONE, memberAccountIds: [MEMBER.account] }, MEMBER],
    ["another region of the hub's account", NONE, { ...HOME, region: 'ap-southeast-7' }],
    ["the hub's own account and region", NONE, HOME],
    [
      "the hub's own account and region, whatever is ignored",
      { ...NONE, ignoredAccounts: [HOME.account] },
      HOME,
    ],
  ])('is %s', (_, admission, member) => {
    expect(parseOrigin(event(member), HOME, admission)).toEqual({ kind: 'member', member });
  });

  it.each([
    ['a bare record', {}],
    ['no object', 'text'],
    ['an event without a record', { account: HOME.account, region: HOME.region }],
    // The guard of the hub's own events refuses it, as it does without a hub.
    ['a record of another account in an event of the hub', event(HOME, { recipientAccountId: '9' })],
  ])("is the hub's own for %s", (_, bare) => {
    expect(parseOrigin(bare, HOME, NONE)).toEqual({ kind: 'member', member: HOME });
  });

  it.each([
    [event(MEMBER), NONE, 'account is "222222222222", expected an account of MEMBER_ACCOUNT_IDS'],
    [
      event(MEMBER),
      { ...ORGANISATION, ignoredAccounts: [MEMBER.account] },
      'account is "222222222222", expected an account that is not ignored',
    ],
    [
      event({ ...HOME, region: 'eu-west-1' }),
      { ...ORGANISATION, ignoredAccounts: [HOME.account] },
      'account is "111111111111", expected an account that is not ignored',
    ],
    [
      event(MEMBER, { recipientAccountId: '333333333333' }),
      ORGANISATION,
      'detail.recipientAccountId is "333333333333", expected 222222222222',
    ],
    [
      event(MEMBER, { recipientAccountId: undefined }),
      ORGANISATION,
      'detail.recipientAccountId is missing, expected 222222222222',
    ],
    [
      event(MEMBER, { awsRegion: 'eu-west-1' }),
      ORGANISATION,
      'detail.awsRegion is "eu-west-1", expected us-gov-west-1',
    ],
    [
      event({ ...MEMBER, account: 222222222222 }),
      ORGANISATION,
      'account is 222222222222, expected an account id',
    ],
    [event({ ...MEMBER, account: null }), ORGANISATION, 'account is null, expected an account id'],
    [
      event({ ...MEMBER, region: 'eu-west-1.attacker.example' }),
      ORGANISATION,
      'region is "eu-west-1.attacker.example", expected a region',
    ],
    [event({ ...MEMBER, region: '' }), ORGANISATION, 'region is "", expected a region'],
  ])('is refused: %j by %j', (forwarded, admission, reason) => {
    expect(parseOrigin(forwarded, HOME, admission)).toEqual({ kind: 'refused', reason });
  });
});
