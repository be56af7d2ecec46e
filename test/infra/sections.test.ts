import { describe, expect, test } from 'vitest';
import { NONE } from '../../infra/accepted-values.ts';
import { templateName } from '../../infra/parameter.ts';
import { PARAMETERS } from '../../infra/parameters.ts';
import { conditionsOf } from './resolve.ts';
import { packageWhole } from './service-package.ts';
import { templateAccepts } from './template-parameters.ts';

const { template, coreTemplate } = await packageWhole();
const ofStage = await packageWhole('mode=opt-in');

interface Section {
  readonly Default: string;
  readonly ConstraintDescription: string;
  readonly Description: string;
}
const sections = Object.entries(template.Parameters as Record<string, Section>);

describe('the Parameters section', () => {
  test('has every parameter, and the console shows each in one group', () => {
    const { Metadata } = template as unknown as {
      Metadata: Record<string, { ParameterGroups: { Parameters: string[] }[] }>;
    };
    const shown = Metadata['AWS::CloudFormation::Interface']?.ParameterGroups.flatMap(
      each => each.Parameters,
    );
    expect(sections.map(([name]) => name)).toEqual(PARAMETERS.map(({ name }) => templateName(name)));
    expect(shown).toEqual(sections.map(([name]) => name));
  });

  test('is the same in the template that osls makes a stack from', () => {
    expect(coreTemplate.Parameters).toEqual(template.Parameters);
  });

  test('does not depend on the values of a deployment', () => {
    const text = (whole: object) => JSON.stringify(whole).replaceAll(/"serverless\/[^"]+"/g, '"KEY"');
    expect(text(ofStage.template)).toEqual(text(template));
  });

  test.each(PARAMETERS)('$name has a default that it accepts, and the words of osls', parameter => {
    const [, section] = sections.find(([name]) => name === templateName(parameter.name)) ?? [];
    expect(templateAccepts(parameter.name, parameter.fallback)).toBe(true);
    expect(section?.Default).toBe(parameter.fallback);
    expect(section?.ConstraintDescription).toBe(`expected ${parameter.definition.expected}`);
    expect(section?.Description).toMatch(/^[A-Z].{20,}\.$/);
  });

  test.each(PARAMETERS)('$name has a pattern for RE2 and Java, too', ({ constraint }) => {
    const { AllowedPattern = '' } = constraint as { AllowedPattern?: string };
    expect(AllowedPattern).not.toMatch(/\(\?(?!:)|\\[pkb1-9]/);
  });
});

describe('the pattern of a number', () => {
  const numbers = PARAMETERS.filter(({ name }) => /^(settleSeconds|ruleQuota|remindAfterHours)$/.test(name));
  const texts = Array.from({ length: 11_000 }, (_, number) => String(number - 100));

  test.each(numbers)('of $name accepts the numbers that osls accepts', ({ name, definition }) => {
    const differing = texts.filter(
      each => templateAccepts(name, each) !== (definition.read(each) !== undefined),
    );
    expect(differing).toEqual([]);
  });

  test('of ports accepts 0 to 65535', () => {
    const ports = [...texts, ...Array.from({ length: 10_000 }, (_, number) => String(number + 60_000))];
    const accepted = ports.filter(port => templateAccepts('ephemeralPorts', `${port}-65535`));
    expect(accepted).toEqual(ports.filter(port => Number(port) >= 0 && Number(port) <= 65_535));
  });
});

describe('the Rules section', () => {
  const { Rules } = template as unknown as {
    Rules: Record<string, { Assertions: { Assert: unknown; AssertDescription: string }[] }>;
  };
  const rules = Object.entries(Rules);

  /** The descriptions of what does not hold, by the same evaluation as conditions. */
  const brokenBy = (given: Record<string, string>, names: RegExp) => {
    const assertions = rules.filter(([name]) => names.test(name)).flatMap(([, { Assertions }]) => Assertions);
    const Conditions = Object.fromEntries(assertions.map(({ Assert }, index) => [`${index}`, Assert]));
    const held = conditionsOf({ ...template, Conditions }, given);
    return assertions.filter((_, index) => !held[index]).map(each => each.AssertDescription);
  };

  test.each<[Record<string, string>, string[]]>([
    [{}, []],
    [{ SlackWorkspaceId: 'T01', SlackChannelId: 'C01' }, []],
    [
      { SlackChannelId: 'C01' },
      ['SlackWorkspaceId is none, expected an id, because SlackChannelId has one.'],
    ],
    [
      { TeamsTenantId: 'x', TeamsTeamId: 'y' },
      [
        'TeamsChannelId is none, expected an id, because TeamsTenantId has one.',
        'TeamsChannelId is none, expected an id, because TeamsTeamId has one.',
      ],
    ],
  ])('with %j refuses what is incomplete', (given, expected) => {
    expect(brokenBy(given, /Complete$/)).toEqual(expected);
  });

  test('refuses Amazon Q where the partition has none', () => {
    const ofPartition = rules.filter(([name]) => name.endsWith('Partition')).map(([, rule]) => rule);
    expect(ofPartition).toEqual(
      ['SlackWorkspaceId', 'TeamsTenantId'].map(name => ({
        RuleCondition: { 'Fn::Not': [{ 'Fn::Equals': [{ Ref: name }, NONE] }] },
        Assertions: [
          {
            Assert: { 'Fn::Equals': [{ Ref: 'AWS::Partition' }, 'aws'] },
            AssertDescription: `${name} is given, expected none, because Amazon Q Developer in chat applications does not exist in this partition.`,
          },
        ],
      })),
    );
  });
});

describe('the conditions', () => {
  const AMAZON_Q = ['UsesAmazonQ'];
  const switched: [Record<string, string>, string[]][] = [
    [{ AlertKeyArn: 'arn:aws:kms:eu-central-1:123456789012:key/1' }, ['MakesAlertKey']],
    [{ Email: 'me@x.org' }, ['HasEmail']],
    [{ SlackWebhookParameter: '/x' }, ['HasSlackWebhook', 'IsFullWithSlack']],
    [{ SlackWorkspaceId: 'T01', SlackChannelId: 'C01' }, ['HasSlackChannel', ...AMAZON_Q]],
    [{ TeamsTenantId: 'x', TeamsTeamId: 'x', TeamsChannelId: 'x' }, ['HasTeamsChannel', ...AMAZON_Q]],
    [{ Mode: 'opt-in' }, ['MayOptIn', 'MayWrite']],
    [{ Mode: 'remediate' }, ['MayRemediate', 'MayWrite']],
    [{ ReadExposure: 'false' }, ['ReadsExposure']],
    [{ PermissionsBoundaryName: 'b' }, ['HasBoundary']],
    [{ Lean: 'true' }, ['IsLean', 'IsFull']],
    [{ HandedOver: 'true' }, ['IsHandedOver']],
    [{ OrganizationId: 'o-a1b2c3d4e5' }, ['HasOrganization', 'HasMembers']],
    [{ MemberAccountIds: '111122223333' }, ['HasMemberAccounts', 'HasMembers']],
    [
      { OrganizationId: 'o-a1b2c3d4e5', Mode: 'opt-in' },
      ['HasOrganization', 'HasMembers', 'MayOptIn', 'MayWrite', 'MayWriteInOrganization'],
    ],
    [
      { MemberAccountIds: '111122223333', Mode: 'opt-in' },
      ['HasMemberAccounts', 'HasMembers', 'MayOptIn', 'MayWrite', 'MayWriteInListedAccounts'],
    ],
    [{ IgnoredAccounts: '111122223333' }, ['HasIgnoredAccounts']],
  ];
  const usual = conditionsOf(template, {});

  test('each is switched by a parameter', () => {
    expect(new Set(switched.flatMap(([, names]) => names))).toEqual(new Set(Object.keys(usual)));
  });

  test.each(switched)('%j changes %j and nothing else', (given, names) => {
    const now = conditionsOf(template, given);
    expect(
      Object.keys(now)
        .filter(name => now[name] !== usual[name])
        .toSorted(),
    ).toEqual(names.toSorted());
  });
});
