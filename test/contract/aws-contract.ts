import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AwsClients } from './account/clients.ts';
import { promiseDescribes } from './describe-contract.ts';
import { promiseDynamoDb } from './dynamodb-contract.ts';
import { promiseEntryEdits } from './entries-contract.ts';
import { promisePublish } from './sns-contract.ts';
import { promiseQueue } from './sqs-contract.ts';
import { promiseParameters } from './ssm-contract.ts';
import { promiseSurroundings } from './surroundings-contract.ts';

/** What is in the subnet that is associated: it could be behind a network ACL. */
export interface ContractSurroundings {
  /** It accepts tcp/443 from everywhere, tcp/22 from the prefix list, and everything from itself. */
  readonly groupId: string;
  /** More than five, all with the group and the description, none of them in use. */
  readonly interfaceIds: readonly string[];
  readonly description: string;
  readonly prefixListId: string;
  readonly prefixListBlocks: readonly string[];
}

/** What was created for the suite alone. */
export interface ContractRegion {
  /** A VPC with the network ACLs named here and no others. */
  readonly vpcId: string;
  readonly defaultNetworkAclId: string;
  /** At least six custom network ACLs; the suite removes their entries. */
  readonly networkAclIds: readonly [string, string, ...string[]];
  /** A subnet that one of the custom network ACLs is associated with. */
  readonly associated: { readonly subnetId: string; readonly networkAclId: string };
  readonly surroundings: ContractSurroundings;
  /** A tag that one of the custom network ACLs carries, and no other has its value. */
  readonly tagged: { readonly key: string; readonly value: string; readonly networkAclId: string };
  /** Custom entries that one direction of one address family takes. */
  readonly entryQuota: number;
  readonly topicArn: string;
  /** A table with the partition key `member` and the sort key `networkAclId`, both strings. */
  readonly findingsTable: string;
  /** A parameter of the type SecureString. */
  readonly parameter: { readonly name: string; readonly value: string };
  readonly queueUrl: string;
}

/** An endpoint under the contract. */
export interface ContractTarget extends AwsClients, ContractRegion {
  close(): Promise<void>;
}

/** Declares one thing that AWS promises, under a title that is unique in the suite. */
export type DeclarePromise = (title: string, keep: (target: ContractTarget) => Promise<void>) => void;

/**
 * What the functions rely on EC2, SNS, DynamoDB, SSM and SQS for, as tests against any endpoint.
 *
 * @param knownDeviations titles of promises that this endpoint is known to break; each is expected to fail
 */
export function describeAwsContract(
  name: string,
  startTarget: () => Promise<ContractTarget>,
  knownDeviations: readonly string[] = [],
): void {
  describe(name, () => {
    const titles: string[] = [];
    let target: ContractTarget;
    beforeAll(async () => {
      target = await startTarget();
    });
    afterAll(() => target?.close());
    const promise: DeclarePromise = (title, keep) => {
      titles.push(title);
      (knownDeviations.includes(title) ? test.fails : test)(title, () => keep(target));
    };
    for (const declare of [
      promiseDescribes,
      promiseSurroundings,
      promiseEntryEdits,
      promisePublish,
      promiseDynamoDb,
      promiseParameters,
      promiseQueue,
    ])
      declare(promise);
    test('every known deviation names a promise, and titles are unique', () => {
      expect(titles).toEqual([...new Set(titles)]);
      expect(titles).toEqual(expect.arrayContaining([...knownDeviations]));
    });
  });
}
