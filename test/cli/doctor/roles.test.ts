import { SimulatePrincipalPolicyCommand } from '@aws-sdk/client-iam';
import { describe, expect, it } from 'vitest';
import { REQUIRED_PERMISSIONS } from '../../../cli/doctor/required-permissions.ts';
import { packageMode } from '../../infra/service-package.ts';
import { actionsOf, statementsOfRole } from '../../infra/template.ts';
import { Account, KEY_ARN, RESOURCES, STACK, TEMPLATE } from './account.ts';
import { current, denied, render, table } from './broken-account.ts';

describe('roles', () => {
  const deny = (action: string, tag?: string) => (one: Account) => {
    one.iam.on(SimulatePrincipalPolicyCommand).callsFake(input => ({
      EvaluationResults: input.ActionNames.map((EvalActionName: string) => ({
        EvalActionName,
        EvalDecision:
          EvalActionName === action && (tag === undefined || JSON.stringify(input).includes(tag))
            ? 'explicitDeny'
            : 'allowed',
      })),
    }));
  };
  table('roles', [
    [
      'as deployed',
      () => undefined,
      /^ok: guard's role has the permissions that mode notify needs, and no other writes$/,
    ],
    ['of slack', () => undefined, /^ok: slack's role has the permissions that it needs$/],
    [
      'that may not keep findings',
      deny('dynamodb:PutItem'),
      /^problem: guard's role may not do dynamodb:PutItem on MemberFindingsTable -> /,
    ],
    [
      'that may not encrypt with the key of the stack, created or provided',
      deny('kms:GenerateDataKey', KEY_ARN),
      /^problem: guard's role may not do kms:GenerateDataKey on the alert key -> /,
    ],
    [
      'that may not list findings',
      deny('dynamodb:Scan'),
      /^problem: sweep's role may not do dynamodb:Scan on MemberFindingsTable and dynamodb:Scan on FindingsTable -> /,
    ],
    [
      'that may not describe',
      deny('ec2:DescribeNetworkAcls'),
      /^problem: sweep's role may not do ec2:DescribeNetworkAcls -> /,
    ],
    [
      'that may write in mode notify',
      deny('nothing'),
      /^problem: guard's role may add rules to network ACLs tagged nacl-ephemeral-guard=remediate, which mode notify does not allow/,
    ],
    [
      'without the permission to read them',
      one => void one.iam.on(SimulatePrincipalPolicyCommand).rejects(denied('AccessDenied')),
      /^warning: cannot check the permissions of guard's role, the permissions of sweep's role and the permissions of slack's role: the permission iam:SimulatePrincipalPolicy is missing/,
    ],
    [
      'an empty answer',
      one => void one.iam.on(SimulatePrincipalPolicyCommand).resolves({}),
      /^problem: cannot check/,
    ],
  ]);

  describe('of a hub', () => {
    const HUB = { ...RESOURCES, MODE: 'notify', NAMESPACE: STACK, ROLE_PATH: '/team/' };
    const asHub = (variables: Readonly<Record<string, string>>) => {
      for (const name of ['Guard', 'Sweep'] as const)
        current.account.configure(name, { ...HUB, ...variables });
    };
    const simulated = () =>
      current.account.iam
        .commandCalls(SimulatePrincipalPolicyCommand)
        .map(({ args: [{ input }] }) => input)
        .filter(({ ActionNames }) => ActionNames?.includes('sts:AssumeRole'));

    it.each([
      [{ ORGANIZATION_ID: 'o-a1b2c3d4e5' }, '000000000000', 'aws:ResourceOrgID', 'o-a1b2c3d4e5'],
      [{ MEMBER_ACCOUNT_IDS: '222222222222' }, '222222222222', 'aws:ResourceAccount', '222222222222'],
    ])('with %j: may they assume the roles of members', async (variables, account, key, value) => {
      asHub(variables);
      deny('sts:AssumeRole')(current.account);
      const lines = (await current.account.check('roles')).map(render);
      expect(lines).toContainEqual(
        expect.stringMatching(/^problem: guard's role may not do sts:AssumeRole on the roles of members -> /),
      );
      expect(simulated()).toHaveLength(2);
      expect(simulated()[0]).toMatchObject({
        ResourceArns: [`arn:aws:iam::${account}:role/team/${STACK}-reader`],
        ContextEntries: [{ ContextKeyName: key, ContextKeyValues: [value] }],
      });
    });

    it('that is none, this is not asked', async () => {
      await current.account.check('roles');
      expect(simulated()).toEqual([]);
    });
  });

  const modes = ['opt-in', 'remediate'] as const;
  it.each(modes)('in mode %s: what is deployed is what doctor expects', async mode => {
    current.account.restore();
    current.account = new Account(mode, await packageMode(mode));
    const lines = (await current.account.check('roles')).map(render);
    expect(lines).toEqual([
      `ok: guard's role has the permissions that mode ${mode} needs, and no other writes`,
      `ok: sweep's role has the permissions that mode ${mode} needs, and no other writes`,
      "ok: slack's role has the permissions that it needs",
    ]);
  });

  it.each([
    [
      'opt-in',
      /may not add rules to network ACLs tagged nacl-ephemeral-guard=remediate, which mode opt-in needs/,
    ],
    [
      'remediate',
      /may not add rules to network ACLs without the tag nacl-ephemeral-guard, which mode remediate needs/,
    ],
  ] as const)('in mode %s that may not write: a problem', async (mode, expected) => {
    current.account.restore();
    current.account = new Account(mode);
    deny('ec2:CreateNetworkAclEntry')(current.account);
    const lines = (await current.account.check('roles')).map(render);
    expect(
      lines.some(line => expected.test(line)),
      lines.join('\n'),
    ).toBe(true);
  });

  it.each(['guard', 'sweep', 'slack'] as const)('%s: doctor requires what the template allows', name => {
    const role = `${name.charAt(0).toUpperCase()}${name.slice(1)}Role`;
    const allowed = actionsOf(statementsOfRole(TEMPLATE, role));
    const needed = REQUIRED_PERMISSIONS[name].flatMap(({ actions }) => actions);
    expect(needed.toSorted()).toEqual(allowed.toSorted());
  });
});
