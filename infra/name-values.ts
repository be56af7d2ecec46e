import { HUB_VARIABLES } from '../functions/aws/hub-variables.ts';
import { type AcceptedValues, pattern, read } from './accepted-values.ts';

export const namespace: AcceptedValues = read(
  HUB_VARIABLES.NAMESPACE,
  '[A-Za-z][A-Za-z0-9-]{1,38}[A-Za-z0-9]',
);

export const rolePath: AcceptedValues = read(HUB_VARIABLES.ROLE_PATH, '/(?:[A-Za-z0-9+=,.@_-]+/)*', 100);

/** A name, not an ARN: one value is then right in every account. */
export const boundaryName: AcceptedValues = pattern(
  'the name of a managed policy such as boundaries/workload',
  '[A-Za-z0-9+=,.@_-]+(?:/[A-Za-z0-9+=,.@_-]+)*',
  512,
);

export const organizationId: AcceptedValues = read(HUB_VARIABLES.ORGANIZATION_ID, 'o-[a-z0-9]{10,32}');

export const accountId: AcceptedValues = pattern('an account id of 12 digits', String.raw`\d{12}`);

/** The policy of a role has the list twice, and IAM counts 10,240 characters for all policies of a role together. */
const MOST_MEMBER_ACCOUNTS = 100;
/** The pattern of a rule has the list, and EventBridge takes 2,048 characters. */
const MOST_IGNORED_ACCOUNTS = 90;

export const memberAccountIds: AcceptedValues = accountIds(MOST_MEMBER_ACCOUNTS);

export const ignoredAccountIds: AcceptedValues = accountIds(MOST_IGNORED_ACCOUNTS);

function accountIds(most: number): AcceptedValues {
  return pattern(
    `up to ${most} account ids of 12 digits such as 111122223333,444455556666`,
    String.raw`\d{12}(?:,\d{12})*`,
    most * '111122223333,'.length - 1,
  );
}

export const externalId: AcceptedValues = read(HUB_VARIABLES.EXTERNAL_ID, '[A-Za-z0-9+=,.@:/_-]{2,200}');

export const region: AcceptedValues = pattern(
  'a region such as eu-central-1',
  String.raw`[a-z]{2,4}(?:-[a-z]+){1,3}-\d{1,2}`,
);
