import { PARAMETERS } from '../../infra/parameters.ts';
import { variableName } from '../../infra/template/terraform-variables.ts';

const ID = '01234567-89ab-cdef-0123-456789abcdef';

/** Values that Terraform has to refuse. An empty text is wrong for every parameter. */
const REFUSED: Readonly<Record<string, readonly string[]>> = {
  mode: ['optin'],
  email: ['me'],
  alertKeyArn: ['alias/alerts'],
  slackWebhookParameter: ['/a/', `/${'a'.repeat(900)}`],
  sweepSchedule: ['rate(25 hours)', 'cron(0 6 ? * MON-FRI *)'],
  settleSeconds: ['901', '060'],
  ephemeralPorts: ['1024-65536'],
  ruleQuota: ['41'],
  remindAfterHours: ['8761'],
  logRetentionDays: ['8'],
  namespace: ['1abc'],
  rolePath: ['platform'],
  permissionsBoundaryName: ['/workload'],
  organizationId: ['r-a1b2'],
  memberAccountIds: ['111122223333,'],
  ignoredAccounts: ['12'],
  externalId: ['a'],
  digestBy: ['region'],
};

/** Values that lack another which belongs to them. */
const INCOMPLETE: readonly Readonly<Record<string, string>>[] = [
  { slackWorkspaceId: 'T0123ABCD' },
  { slackChannelId: 'C0123ABCD' },
  { teamsTenantId: ID, teamsTeamId: ID },
];

const MOCK = `mock_provider "aws" {
  mock_data "aws_region" {
    defaults = { name = "eu-central-1" }
  }
  mock_data "aws_partition" {
    defaults = { partition = "aws", dns_suffix = "amazonaws.com" }
  }
}
`;

/** Tests of Terraform: each gives a wrong value, and expects that the variable is refused. */
export function renderRefusals(): string {
  const wrong = PARAMETERS.flatMap(({ name }) =>
    ['', ...(REFUSED[name] ?? [])].map((value, index) =>
      toRun(`${variableName(name)}_${index}`, `var.${variableName(name)}`, { [name]: value }),
    ),
  );
  const incomplete = INCOMPLETE.map((given, index) =>
    toRun(`incomplete_${index}`, 'aws_cloudformation_stack.guard', given),
  );
  return [MOCK, ...wrong, ...incomplete].join('\n');
}

function toRun(run: string, refused: string, given: Readonly<Record<string, string>>): string {
  const values = Object.entries({ template_file: 'tests/template.json', ...given }).map(
    ([name, value]) => `    ${variableName(name)} = ${JSON.stringify(value)}\n`,
  );
  return `run "${run}" {
  command = plan
  variables {
${values.join('')}  }
  expect_failures = [${refused}]
}
`;
}
