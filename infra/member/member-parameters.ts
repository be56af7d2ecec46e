import { MODES } from '../../functions/review/words/mode.ts';
import { choice, orEmpty } from '../accepted-values.ts';
import {
  accountId,
  boundaryName,
  externalId,
  namespace,
  organizationId,
  region,
  rolePath,
} from '../name-values.ts';
import { type ParameterIn, type Rows, toList } from '../parameter.ts';
import { everyDay } from '../schedule-pattern.ts';

/** The headings under which CloudFormation's console shows the parameters, in this order. */
export const MEMBER_GROUPS = ['The hub', 'What the hub may do here', 'Roles', 'Delivery'] as const;

/** Without a fallback: CloudFormation asks for it. */
type MemberParameter = ParameterIn<(typeof MEMBER_GROUPS)[number]>;

const flag = choice(['true', 'false']);

// biome-ignore format: one line for each parameter
const rows: Rows<MemberParameter['group']> = {
  'The hub': [
    ['hubAccountId', accountId, undefined, 'The account of the hub.'],
    ['hubRegion', region, undefined, 'The region of the hub, such as eu-central-1. In GovCloud and China: the region of this stack.'],
    ['organizationId', orEmpty(organizationId), '', 'The AWS organisation of the hub and this account. Empty: they have none in common.'],
    ['namespace', namespace, 'nacl-ephemeral-guard-prod', 'The namespace of the hub. What the names of rules and roles begin with.'],
  ],
  'What the hub may do here': [
    ['mode', choice(MODES), 'notify', 'The most that the hub may do here: notify only reads; opt-in adds rules where the tag nacl-ephemeral-guard is remediate; remediate adds them everywhere, unless the tag has another value.'],
    ['readExposure', flag, 'true', 'Whether the hub may read what interfaces and security groups accept.'],
  ],
  Roles: [
    ['homeRegion', orEmpty(region), '', 'The region of this account whose stack makes the roles of the hub. Empty: the region of the hub. Deploy this stack there, too.'],
    ['rolePath', rolePath, '/', 'The path of the roles, as the hub has it.'],
    ['permissionsBoundaryName', orEmpty(boundaryName), '', 'A managed policy of this account that bounds the roles, with its path. Empty: none.'],
    ['externalId', orEmpty(externalId), '', 'The external id of the hub. An organisation needs none. Empty: none.'],
  ],
  Delivery: [
    ['heartbeatSchedule', orEmpty(everyDay), 'rate(1 day)', 'When this account and region sends the hub a sign, once a day at least. The hub misses it after two days. Empty: never.'],
    ['deadLetterQueue', flag, 'false', 'Whether a queue here keeps events that cannot be forwarded. Without it, the next sweep finds the change.'],
  ],
};

/** Every parameter of the template for members; an empty text means that it is not set. */
export const MEMBER_PARAMETERS: readonly MemberParameter[] = toList(MEMBER_GROUPS, rows);
