import { VARIABLES } from '../functions/aws/environment.ts';
import { DIGEST_SCOPES } from '../functions/review/words/hub-digest.ts';
import { MODES } from '../functions/review/words/mode.ts';
import { type AcceptedValues, choice, NONE, orNone, pattern, read } from './accepted-values.ts';
import {
  boundaryName,
  externalId,
  ignoredAccountIds,
  memberAccountIds,
  namespace,
  organizationId,
  rolePath,
} from './name-values.ts';
import { type ParameterIn, type Rows, toList } from './parameter.ts';
import { everyDay } from './schedule-pattern.ts';

/** The headings under which CloudFormation's console shows the parameters, in this order. */
export const GROUPS = [
  'What the guard may do',
  'Who gets the alerts',
  'What counts as a gap',
  'When it reviews',
  'Members of an organisation',
  'Names, roles and costs',
] as const;

/** A parameter of a deployment; each has a default. */
export interface Parameter extends ParameterIn<(typeof GROUPS)[number]> {
  readonly fallback: string;
}

const flag = (definition = VARIABLES.READ_EXPOSURE): AcceptedValues => choice(['true', 'false'], definition);

const email = pattern('an email address', String.raw`[^\s@]+@[^\s@]+`);

/** By its ARN, not an alias: the key lets guard and sweep in by it, and a role's policy takes no alias. */
const keyArn = pattern(
  'the ARN of a KMS key such as arn:aws:kms:eu-central-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab',
  String.raw`arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key/(?:mrk-)?[0-9a-f-]{32,36}`,
);

/** SSM counts 1,011 characters, those of the ARN around the name included. */
const LONGEST_SSM_NAME = 900;
const webhookParameter = read(
  VARIABLES.SLACK_WEBHOOK_PARAMETER,
  String.raw`(?:/[\w.-]+){1,15}`,
  LONGEST_SSM_NAME,
);

/** An id of Slack's, by the letters that it may begin with. */
function slackId(kind: string, letters: string): AcceptedValues {
  const expected = `the id of a Slack ${kind} such as ${letters.charAt(0)}0123ABCD`;
  return pattern(expected, `[${letters}][0-9A-Z]{2,30}`);
}

const mention = pattern('here or the id of a Slack user group such as S0123ABCD', 'here|S[0-9A-Z]{2,30}');

/** As AWS::Chatbot::MicrosoftTeamsChannelConfiguration defines them. */
const uuid = (what: string) =>
  pattern(
    `the id of a Microsoft Teams ${what} such as 01234567-89ab-cdef-0123-456789abcdef`,
    '[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}',
  );
const TEAMS_TEXT = '[a-zA-Z0-9_=+/.,-]*';
const teamsChannel = pattern(
  'the id of a Microsoft Teams channel as in its link, such as 19%3Aabc%40thread.tacv2',
  `${TEAMS_TEXT}%3[aA]${TEAMS_TEXT}%40${TEAMS_TEXT}`,
  256,
);

/** 0 to 65535. */
const PORT = String.raw`(?:\d|[1-9]\d{1,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])`;
const PORT_RANGES = `${PORT}-${PORT}(?:,${PORT}-${PORT})*`;

/** The steps that CloudWatch Logs knows, from a week. */
const RETENTION_DAYS = '7 14 30 60 90 120 150 180 365 400 545 731 1827 3653'.split(' ');

// biome-ignore format: one line for each parameter
const rows: Rows<Parameter['group'], string> = {
  'What the guard may do': [
    ['mode', choice(MODES, VARIABLES.MODE), 'notify', 'What the guard may do: notify only reports; opt-in adds missing rules where the tag nacl-ephemeral-guard is remediate; remediate adds them everywhere, unless the tag has another value.'],
    ['readExposure', flag(), 'true', 'Whether the guard reads what interfaces and security groups accept.'],
  ],
  'Who gets the alerts': [
    ['email', orNone(email), NONE, 'An address that gets the alerts. It has to confirm the subscription.'],
    ['slackWebhookParameter', orNone(webhookParameter), NONE, 'The name of the SSM parameter (SecureString) with the URL of an incoming webhook of Slack.'],
    ['slackMention', orNone(mention), NONE, 'Whom the webhook mentions in alerts of high severity: here, or a user group.'],
    ['slackWorkspaceId', orNone(slackId('workspace', 'T')), NONE, 'The Slack workspace for Amazon Q Developer in chat applications. Authorise it there first.'],
    // G: private channels of old.
    ['slackChannelId', orNone(slackId('channel', 'CG')), NONE, 'The channel of the Slack workspace.'],
    ['teamsTenantId', orNone(uuid('tenant')), NONE, 'The Microsoft Teams tenant for Amazon Q Developer in chat applications. Authorise the team there first.'],
    ['teamsTeamId', orNone(uuid('team')), NONE, 'The team of the Microsoft Teams tenant.'],
    ['teamsChannelId', orNone(teamsChannel), NONE, 'The channel of the Microsoft Teams team.'],
  ],
  'What counts as a gap': [
    ['minSeverity', choice(['low', 'medium', 'high'], VARIABLES.MIN_SEVERITY), 'medium', 'Gaps below this severity are only logged.'],
    ['ephemeralPorts', read(VARIABLES.EPHEMERAL_PORTS, PORT_RANGES), '1024-65535', 'The ports that replies must reach.'],
    ['reportIngress', flag(VARIABLES.REPORT_INGRESS), 'true', "Whether to alert when answers to the subnets' own connections are not let in."],
    ['ruleQuota', read(VARIABLES.RULE_QUOTA, String.raw`[1-9]|[1-3]\d|40`), '20', "The account's quota of rules for a network ACL, a direction and an address family."],
  ],
  'When it reviews': [
    ['sweepSchedule', everyDay, 'rate(1 day)', 'When every network ACL is reviewed, once a day at least.'],
    // SQS delays a message by 15 minutes at most.
    ['settleSeconds', pattern('a whole number from 0 to 900', String.raw`0|[1-9]\d?|[1-8]\d{2}|900`), '60', 'How long a burst of changes may settle before it is reviewed.'],
    ['remindAfterHours', read(VARIABLES.REMIND_AFTER_HOURS, String.raw`0|[1-9]\d{0,2}|[1-7]\d{3}|8[0-6]\d{2}|87[0-5]\d|8760`), '168', 'When an open gap is alerted again; 0: with every review.'],
  ],
  'Members of an organisation': [
    ['organizationId', orNone(organizationId), NONE, 'The AWS organisation whose accounts may be members of this hub. Every account of it may then put events on its bus.'],
    ['memberAccountIds', orNone(memberAccountIds), NONE, 'Accounts that may be members without an organisation. For other regions of this account: its own id.'],
    ['ignoredAccounts', orNone(ignoredAccountIds), NONE, 'Accounts whose events the hub refuses.'],
    ['externalId', orNone(externalId), NONE, 'The external id that the roles of members ask for. An organisation needs none.'],
    ['digestBy', choice(DIGEST_SCOPES, VARIABLES.DIGEST_BY), 'organisation', 'Whether a digest is about all members, or each account has one.'],
  ],
  'Names, roles and costs': [
    ['namespace', namespace, 'nacl-ephemeral-guard-prod', 'What the names of the functions and of the dashboard begin with. Another stack in the account needs another one.'],
    ['alertKeyArn', orNone(keyArn), NONE, 'A KMS key of this region for the alert topic. Without one the stack makes its own.'],
    ['lean', flag(), 'false', 'Two alarms in place of fourteen or more, and no dashboard.'],
    ['logRetentionDays', choice(RETENTION_DAYS), '90', 'How many days CloudWatch keeps the logs.'],
    ['rolePath', rolePath, '/', 'The path of the roles.'],
    ['permissionsBoundaryName', orNone(boundaryName), NONE, 'A managed policy of the account that bounds the roles, with its path.'],
    ['handedOver', flag(), 'false', 'Whether a hub of the organisation has taken over: the rules are then off, and everything else stays.'],
  ],
};

/** Every parameter: the one definition that osls, CloudFormation, Terraform and the docs follow. */
export const PARAMETERS: readonly Parameter[] = toList(GROUPS, rows);
