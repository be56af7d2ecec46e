import {
  DescribeNetworkAclsCommand,
  type DescribeNetworkAclsCommandInput,
  DescribeTagsCommand,
  type Filter,
  paginateDescribeNetworkAcls,
} from '@aws-sdk/client-ec2';
import { expect } from 'vitest';
import type { ContractTarget, DeclarePromise } from './aws-contract.ts';
import { emptyNetworkAcl, expectRefusal, listEntries } from './network-acl-steps.ts';

const UNKNOWN_ID = 'acl-0123456789abcdef0';

async function describeIds(
  { ec2 }: ContractTarget,
  input: DescribeNetworkAclsCommandInput,
): Promise<string[]> {
  const { NetworkAcls } = await ec2.send(new DescribeNetworkAclsCommand(input));
  return (NetworkAcls ?? []).map(({ NetworkAclId = '' }) => NetworkAclId).sort();
}

function allIds({ defaultNetworkAclId, networkAclIds }: ContractTarget): string[] {
  return [defaultNetworkAclId, ...networkAclIds].sort();
}

function inVpc({ vpcId }: ContractTarget, ...filters: Filter[]): DescribeNetworkAclsCommandInput {
  return { Filters: [{ Name: 'vpc-id', Values: [vpcId] }, ...filters] };
}

/** What DescribeNetworkAcls answers. */
export function promiseDescribes(promise: DeclarePromise): void {
  promiseSelections(promise);
  promisePages(promise);

  promise('describe lists the default rules, which deny everything, of both directions', async target => {
    const id = await emptyNetworkAcl(target);
    const denyAll = { CidrBlock: '0.0.0.0/0', Protocol: '-1', RuleAction: 'deny', RuleNumber: 32_767 };
    for (const Egress of [true, false])
      await expect.poll(() => listEntries(target, id)).toContainEqual({ ...denyAll, Egress });
  });

  promise('describe tags lists the tags of the resources and keys that the filters name', async target => {
    const { key, value, networkAclId } = target.tagged;
    const tagsOf = async (id: string, name: string) => {
      const Filters = [
        { Name: 'resource-id', Values: [id, 'subnet-0123456789abcdef0'] },
        { Name: 'key', Values: [name] },
      ];
      return (await target.ec2.send(new DescribeTagsCommand({ Filters }))).Tags ?? [];
    };
    const tag = { Key: key, Value: value, ResourceId: networkAclId, ResourceType: 'network-acl' };
    await expect.poll(() => tagsOf(networkAclId, key)).toEqual([tag]);
    expect(await tagsOf(networkAclId, `${key}-that-is-not-there`)).toEqual([]);
    expect(await tagsOf(target.defaultNetworkAclId, key)).toEqual([]);
  });

  promise('a dry run of describe answers DryRunOperation', async target => {
    const status = { $metadata: { httpStatusCode: 412 } };
    const call = target.ec2.send(new DescribeNetworkAclsCommand({ DryRun: true }));
    await expect(call).rejects.toMatchObject({ name: 'DryRunOperation', ...status });
  });
}

type Selection = (target: ContractTarget) => readonly [filter: Filter, expected: readonly string[]];

const SELECTIONS: Readonly<Record<string, Selection>> = {
  'network-acl-id': ({ networkAclIds: [a, b] }) => [{ Name: 'network-acl-id', Values: [a, b] }, [a, b]],
  'default=true': target => [{ Name: 'default', Values: ['true'] }, [target.defaultNetworkAclId]],
  'default=false': target => [{ Name: 'default', Values: ['false'] }, target.networkAclIds],
  'association.subnet-id': ({ associated: { subnetId, networkAclId } }) => [
    { Name: 'association.subnet-id', Values: [subnetId] },
    [networkAclId],
  ],
  'a tag': ({ tagged: { key, value, networkAclId } }) => [
    { Name: `tag:${key}`, Values: [value] },
    [networkAclId],
  ],
  'a tag with wildcards': ({ tagged: { key, value, networkAclId } }) => [
    { Name: `tag:${key}`, Values: [`?${value.slice(1, 2)}*`] },
    [networkAclId],
  ],
  'any of several values': ({ networkAclIds: [a] }) => [
    { Name: 'network-acl-id', Values: [UNKNOWN_ID, a] },
    [a],
  ],
  'no match, an empty set': () => [{ Name: 'network-acl-id', Values: [UNKNOWN_ID] }, []],
};

function promiseSelections(promise: DeclarePromise): void {
  promise('describe answers each of many ids', async target => {
    expect(await describeIds(target, { NetworkAclIds: allIds(target) })).toEqual(allIds(target));
  });

  promise('one unknown id among known ones fails the whole describe', async target => {
    const NetworkAclIds = [...target.networkAclIds, UNKNOWN_ID];
    await expectRefusal(describeIds(target, { NetworkAclIds }), 'InvalidNetworkAclID.NotFound');
  });

  for (const [title, select] of Object.entries(SELECTIONS)) {
    promise(`describe filters by the VPC and ${title}`, async target => {
      const [filter, expected] = select(target);
      // What a filter finds may lag behind what was made.
      await expect.poll(() => describeIds(target, inVpc(target, filter))).toEqual([...expected].sort());
    });
  }

  promise('describe refuses a filter that does not exist', async target => {
    await expectRefusal(
      describeIds(target, inVpc(target, { Name: 'colour', Values: ['red'] })),
      'InvalidParameterValue',
    );
  });
}

function promisePages(promise: DeclarePromise): void {
  promise('paging lists each network ACL once, at most MaxResults of them to a page', async target => {
    const pages: string[][] = [];
    const { ec2: client } = target;
    for await (const { NetworkAcls = [] } of paginateDescribeNetworkAcls(
      { client, pageSize: 5 },
      inVpc(target),
    )) {
      pages.push(NetworkAcls.map(({ NetworkAclId = '' }) => NetworkAclId));
    }
    expect(pages.length).toBeGreaterThan(1);
    expect(pages.every(page => page.length <= 5)).toBe(true);
    expect(pages.flat().sort()).toEqual(allIds(target));
  });

  for (const MaxResults of [0, 4, 1001]) {
    promise(`describe refuses MaxResults ${MaxResults}`, async target => {
      await expectRefusal(describeIds(target, { MaxResults }), 'InvalidParameterValue');
    });
  }

  promise('describe refuses a token that it never gave', async target => {
    const call = describeIds(target, { MaxResults: 5, NextToken: 'no-such-token' });
    await expectRefusal(call, /^Invalid(NextToken|PaginationToken|ParameterValue)$/);
  });
}
