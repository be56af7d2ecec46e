import {
  CloudFormationClient,
  DescribeStacksCommand,
  ListStackResourcesCommand,
} from '@aws-sdk/client-cloudformation';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import {
  CreateNetworkAclCommand,
  CreateNetworkAclEntryCommand,
  CreateSubnetCommand,
  CreateVpcCommand,
  DeleteNetworkAclCommand,
  DeleteSubnetCommand,
  DeleteVpcCommand,
  DescribeNetworkAclsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  EC2Client,
  type NetworkAcl,
  ReplaceNetworkAclAssociationCommand,
  type Tag,
} from '@aws-sdk/client-ec2';
import { GetFunctionConfigurationCommand, LambdaClient } from '@aws-sdk/client-lambda';
import { GetQueueAttributesCommand, SQSClient } from '@aws-sdk/client-sqs';
import { mockClient } from 'aws-sdk-client-mock';
import { vi } from 'vitest';
import type { SmokeClients } from '../../../cli/smoke/clients.ts';
import type { WaitingClock } from '../../../cli/smoke/clock.ts';
import type { Mode } from '../../../functions/review/words/mode.ts';
import { FINDINGS_TABLE, type Region, startClockedRegion, TOPIC_ARN } from '../../faults/region.ts';

/** An error, as EC2 answers it. */
export function ec2Error(name: string, status = 400): Error {
  return Object.assign(new Error(name), { name, $fault: 'client', $metadata: { httpStatusCode: status } });
}

const DEFAULT_ID = 'acl-default';
const ASSOCIATION = 'aclassoc-1';

/**
 * A region with the guard in it, for smoke to try: network ACLs, the findings table and the guard are those of the
 * stand-in, over HTTP; VPCs and subnets, which the stand-in does not have, are kept here. Time passes only by waiting.
 */
export class ScratchRegion {
  readonly region: Region;
  readonly clients: SmokeClients;
  readonly ec2;
  readonly lambda;
  readonly sqs;
  readonly cloudFormation;
  readonly vpcs = new Map<string, Tag[]>();
  readonly subnets = new Map<string, Tag[]>();
  /** The names of the calls that change something, in order. */
  readonly made: string[] = [];
  /** Seconds from the change until the guard reviews it; undefined: never. */
  reviewAfter: number | undefined = 60;
  onWait: () => void = () => undefined;
  /** The errors of the next calls, by the name of the call. */
  readonly trouble: Record<string, Error[]> = {};
  #now = Date.parse('2026-11-20T10:00:00Z');
  #changedAt: number | undefined;
  readonly #wire = new EC2Client({});

  constructor(region: Region, mode: Mode) {
    this.region = region;
    const ec2 = new EC2Client({});
    const [cloudFormation, lambda, sqs] = [
      new CloudFormationClient({}),
      new LambdaClient({}),
      new SQSClient({}),
    ];
    this.clients = { ec2, cloudFormation, lambda, sqs, dynamodb: new DynamoDBClient({}) };
    this.ec2 = mockClient(ec2);
    this.lambda = mockClient(lambda);
    this.sqs = mockClient(sqs);
    this.cloudFormation = mockClient(cloudFormation);
    this.#deploy(mode);
    this.#answerForScratch();
    this.#answerForNetworkAcls();
    this.#answerForDeletions();
  }

  /** @param readExposure - whether the guard reads it; undefined: as deployed by default, it does */
  static async start(mode: Mode, readExposure?: 'false'): Promise<ScratchRegion> {
    if (readExposure !== undefined) vi.stubEnv('READ_EXPOSURE', readExposure);
    const { region } = await startClockedRegion({ mode, networkAcls: [] });
    const scratch = new ScratchRegion(region, mode);
    if (readExposure !== undefined) scratch.configure(mode, { READ_EXPOSURE: readExposure });
    return scratch;
  }

  readonly clock: WaitingClock = {
    now: () => new Date(this.#now),
    wait: async (milliseconds, signal) => {
      signal?.throwIfAborted();
      this.#now += milliseconds;
      await this.#review();
      this.onWait();
      signal?.throwIfAborted();
    },
  };

  /** The network ACLs except the default one. */
  networkAcls(): string[] {
    return [...this.#scratchAcls];
  }

  readonly #scratchAcls = new Set<string>();

  configure(mode: Mode, variables: Readonly<Record<string, string>> = {}): void {
    const Variables = { MODE: mode, ALERT_TOPIC_ARN: TOPIC_ARN, FINDINGS_TABLE, ...variables };
    this.lambda.on(GetFunctionConfigurationCommand).resolves({ Environment: { Variables } });
  }

  #deploy(mode: Mode): void {
    const stack = { StackName: 'x', StackStatus: 'CREATE_COMPLETE', CreationTime: new Date() } as const;
    this.cloudFormation.on(DescribeStacksCommand).resolves({ Stacks: [stack] });
    const resource = (LogicalResourceId: string, ResourceType: string) => ({
      ...{ LogicalResourceId, ResourceType, PhysicalResourceId: LogicalResourceId },
      ...{ LastUpdatedTimestamp: new Date(), ResourceStatus: 'CREATE_COMPLETE' as const },
    });
    const StackResourceSummaries = [
      resource('GuardLambdaFunction', 'AWS::Lambda::Function'),
      resource('ChangeQueue', 'AWS::SQS::Queue'),
    ];
    this.cloudFormation.on(ListStackResourcesCommand).resolves({ StackResourceSummaries });
    this.sqs.on(GetQueueAttributesCommand).resolves({ Attributes: { DelaySeconds: '60' } });
    this.configure(mode);
  }

  #answerForScratch(): void {
    this.ec2.on(CreateVpcCommand).callsFake(({ TagSpecifications }) => {
      this.#begin('CreateVpc');
      this.vpcs.set('vpc-1', TagSpecifications[0].Tags);
      return { Vpc: { VpcId: 'vpc-1' } };
    });
    this.ec2.on(CreateSubnetCommand).callsFake(({ VpcId, TagSpecifications }) => {
      if (!this.vpcs.has(VpcId)) throw ec2Error('InvalidVpcID.NotFound');
      this.#begin('CreateSubnet');
      this.subnets.set('subnet-1', TagSpecifications[0].Tags);
      const association = {
        NetworkAclAssociationId: ASSOCIATION,
        NetworkAclId: DEFAULT_ID,
        SubnetId: 'subnet-1',
      };
      this.#put({ NetworkAclId: DEFAULT_ID, VpcId, IsDefault: true, Associations: [association] });
      return { Subnet: { SubnetId: 'subnet-1' } };
    });
    this.ec2.on(CreateNetworkAclCommand).callsFake(({ VpcId, TagSpecifications }) => {
      this.#begin('CreateNetworkAcl');
      this.#scratchAcls.add('acl-1');
      this.#put({ NetworkAclId: 'acl-1', VpcId, Tags: TagSpecifications[0].Tags });
      return { NetworkAcl: { NetworkAclId: 'acl-1' } };
    });
    this.ec2.on(ReplaceNetworkAclAssociationCommand).callsFake(({ AssociationId, NetworkAclId }) => {
      this.made.push(`ReplaceNetworkAclAssociation ${NetworkAclId}`);
      if (AssociationId !== ASSOCIATION) throw ec2Error('InvalidAssociationID.NotFound');
      const association = { NetworkAclAssociationId: ASSOCIATION, NetworkAclId, SubnetId: 'subnet-1' };
      for (const id of [DEFAULT_ID, 'acl-1']) {
        this.#put({
          ...this.region.standIn.networkAcl(id),
          Associations: id === NetworkAclId ? [association] : [],
        });
      }
      return { NewAssociationId: ASSOCIATION };
    });
  }

  #begin(call: string): void {
    const error = this.trouble[call]?.shift();
    if (error !== undefined) throw error;
    this.made.push(call);
  }

  #put(networkAcl: NetworkAcl): void {
    this.region.standIn.putNetworkAcl(networkAcl);
  }

  #answerForNetworkAcls(): void {
    this.ec2.on(DescribeNetworkAclsCommand).callsFake(input => {
      // The stand-in knows no such filter.
      const byKey = input.Filters?.find(({ Name }: { Name: string }) => Name === 'tag-key');
      if (byKey === undefined) return this.#wire.send(new DescribeNetworkAclsCommand(input));
      return { NetworkAcls: this.networkAcls().map(NetworkAclId => ({ NetworkAclId })) };
    });
    this.ec2.on(CreateNetworkAclEntryCommand).callsFake(async input => {
      this.#begin('CreateNetworkAclEntry');
      const answer = await this.#wire.send(new CreateNetworkAclEntryCommand(input));
      this.#changedAt = this.#now;
      return answer;
    });
  }

  #answerForDeletions(): void {
    const listed =
      (things: ReadonlyMap<string, Tag[]>, key: string) =>
      ({
        Filters: [{ Name, Values }] = [] as never,
      }: {
        Filters?: [{ Name: string; Values: string[] }];
      }) => ({
        [`${key}s`]: [...things]
          .filter(([, tags]) =>
            tags.some(tag =>
              Name === 'tag-key'
                ? Values.includes(tag.Key ?? '')
                : Name === `tag:${tag.Key}` && Values.includes(tag.Value ?? ''),
            ),
          )
          .map(([id]) => ({ [`${key}Id`]: id })),
      });
    this.ec2.on(DescribeSubnetsCommand).callsFake(listed(this.subnets, 'Subnet'));
    this.ec2.on(DescribeVpcsCommand).callsFake(listed(this.vpcs, 'Vpc'));
    this.ec2.on(DeleteSubnetCommand).callsFake(({ SubnetId }) => {
      this.#begin('DeleteSubnet');
      if (!this.subnets.delete(SubnetId)) throw ec2Error('InvalidSubnetID.NotFound');
      return {};
    });
    this.ec2.on(DeleteNetworkAclCommand).callsFake(({ NetworkAclId }) => {
      this.#begin('DeleteNetworkAcl');
      if (this.region.standIn.networkAcl(NetworkAclId)?.Associations?.length)
        throw ec2Error('DependencyViolation');
      if (!this.#scratchAcls.delete(NetworkAclId)) throw ec2Error('InvalidNetworkAclID.NotFound');
      this.region.standIn.removeNetworkAcl(NetworkAclId);
      return {};
    });
    this.ec2.on(DeleteVpcCommand).callsFake(({ VpcId }) => {
      this.#begin('DeleteVpc');
      if (this.subnets.size > 0 || this.#scratchAcls.size > 0) throw ec2Error('DependencyViolation');
      if (!this.vpcs.delete(VpcId)) throw ec2Error('InvalidVpcID.NotFound');
      return {};
    });
  }

  /** Invokes the guard, as CloudTrail, EventBridge and the change queue do. */
  async #review(): Promise<void> {
    const { reviewAfter } = this;
    if (this.#changedAt === undefined || reviewAfter === undefined) return;
    if (this.#now - this.#changedAt < reviewAfter * 1_000) return;
    this.#changedAt = undefined;
    const detail = { eventName: 'CreateNetworkAclEntry', requestParameters: { networkAclId: 'acl-1' } };
    const body = JSON.stringify({ source: 'aws.ec2', detail });
    await this.region.guard({ Records: [{ messageId: '1', body }] } as never);
  }
}
