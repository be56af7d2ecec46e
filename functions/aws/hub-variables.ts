import { textParsedBy } from '../parsing/text-values.ts';
import { matching, oneOf } from '../parsing/values.ts';
import { DIGEST_SCOPES, type DigestScope } from '../review/words/hub-digest.ts';

/** What makes a stack the hub of other accounts and regions. */
export interface HubSettings {
  /** Names of roles, rules and the bus begin with it. */
  readonly namespace: string;
  /** The path of the roles, the same in every account. */
  readonly rolePath: string;
  /** Absent: only {@link memberAccountIds} may be members. */
  readonly organizationId?: string;
  readonly memberAccountIds: readonly string[];
  /** Accounts whose events are refused. */
  readonly ignoredAccounts: readonly string[];
  readonly externalId?: string;
  readonly digestBy: DigestScope;
}

/** IAM takes 512 characters; with a name they have to fit in the ARN. */
const LONGEST_PATH = 100;
const PATH = /^\/([A-Za-z0-9+=,.@_-]+\/)*$/;

const accountIds = textParsedBy('account ids of 12 digits, separated by commas', text => {
  const ids = text.split(',');
  return ids.every(id => /^\d{12}$/.test(id)) ? ids : undefined;
});

/** The variables of a hub. Those without a fallback may be `none`, which is as if they were missing. */
export const HUB_VARIABLES = {
  // With its longest ending, `-forward-REGION`, the 64 characters of a role's name.
  NAMESPACE: matching(
    '3 to 40 letters, digits and hyphens, a letter first, such as nacl-ephemeral-guard-prod',
    /^[A-Za-z][A-Za-z0-9-]{1,38}[A-Za-z0-9]$/,
  ),
  ROLE_PATH: {
    ...textParsedBy('/ or a path such as /platform/network/', text =>
      text.length <= LONGEST_PATH && PATH.test(text) ? text : undefined,
    ),
    fallback: '/',
  },
  ORGANIZATION_ID: matching('the id of an organisation such as o-a1b2c3d4e5', /^o-[a-z0-9]{10,32}$/),
  MEMBER_ACCOUNT_IDS: accountIds,
  IGNORED_ACCOUNTS: accountIds,
  // STS takes 1,224 characters.
  EXTERNAL_ID: matching('2 to 200 letters, digits and +=,.@:/_-', /^[A-Za-z0-9+=,.@:/_-]{2,200}$/),
  DIGEST_BY: { ...oneOf(DIGEST_SCOPES), fallback: 'organisation' },
};
