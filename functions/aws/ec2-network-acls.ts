import {
  CreateNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  type DescribeNetworkAclsCommandInput,
  type DescribeNetworkAclsCommandOutput,
  DescribeTagsCommand,
  type EC2Client,
  type NetworkAcl as Ec2NetworkAcl,
} from '@aws-sdk/client-ec2';
import type { NetworkAclEntry } from '../coverage/network-acl-entry.ts';
import {
  type CreateResult,
  type NetworkAclPage,
  type NetworkAcls,
  NotAllowedError,
  type ReadNetworkAcl,
  UnreadableNetworkAclError,
} from '../review/interfaces.ts';
import { isDenial, toErrorCode } from './denial.ts';
import { NetworkAclShapeError, parseNetworkAcl, parseTags, toEc2Entry } from './network-acl-shape.ts';

/** What the commonest error codes of CreateNetworkAclEntry mean to people. */
const REFUSALS: Readonly<Record<string, string>> = {
  NetworkAclEntryLimitExceeded: 'the network ACL has as many rules as the quota allows',
  UnauthorizedOperation: "the guard's role may not add rules to this network ACL",
  RequestLimitExceeded: 'too many calls of this account, its own retries included',
};

/** Milliseconds, retries included: an alert does not wait long for names. */
const NAMES_TIMEOUT = 2_000;
/** Network ACLs of one page of a list; EC2 takes 5 to 1000. */
const PAGE_SIZE = 200;
/** A filter takes at most 200 values (EC2's API reference, "List and filter"). */
const MOST_FILTER_VALUES = 200;

type Home = Pick<NetworkAcls, 'account' | 'region' | 'partition'>;

/** The network ACLs that the client's account and region hold. */
export class Ec2NetworkAcls implements NetworkAcls {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly #client: EC2Client;

  constructor(client: EC2Client, { account, region, partition }: Home) {
    this.#client = client;
    this.account = account;
    this.region = region;
    this.partition = partition;
  }

  /**
   * Asks by filter, not by id: one id that is gone would fail a call by ids for all.
   *
   * @throws NotAllowedError, whatever else the SDK throws, and an error for an answer without a list
   */
  async read(networkAclIds: readonly string[]): Promise<ReadonlyMap<string, ReadNetworkAcl>> {
    const found = new Map<string, ReadNetworkAcl>();
    let NextToken: string | undefined;
    do {
      const Filters = [{ Name: 'network-acl-id', Values: [...networkAclIds] }];
      const page: DescribeNetworkAclsCommandOutput = await this.#describe({
        Filters,
        ...(NextToken && { NextToken }),
      });
      for (const described of listed(page)) {
        const id = networkAclIds.find(networkAclId => networkAclId === described.NetworkAclId);
        if (id !== undefined) found.set(id, parseOrError(described));
      }
      NextToken = page.NextToken;
    } while (NextToken);
    return found;
  }

  /** @throws as {@link read} */
  async list(nextToken: string | undefined): Promise<NetworkAclPage> {
    const page = await this.#describe({
      MaxResults: PAGE_SIZE,
      ...(nextToken && { NextToken: nextToken }),
    });
    const found = listed(page).flatMap(described =>
      described.NetworkAclId ? [[described.NetworkAclId, parseOrError(described)] as const] : [],
    );
    return { networkAcls: new Map(found), ...(page.NextToken && { nextToken: page.NextToken }) };
  }

  async #describe(input: DescribeNetworkAclsCommandInput): Promise<DescribeNetworkAclsCommandOutput> {
    try {
      return await this.#client.send(new DescribeNetworkAclsCommand(input));
    } catch (error) {
      if (!isDenial(error)) throw error;
      const message = `the guard's role may not read network ACLs (${toErrorCode(error)})`;
      throw new NotAllowedError(message, { cause: error });
    }
  }

  async names(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    const Filters = [
      { Name: 'resource-id', Values: ids.slice(0, MOST_FILTER_VALUES) },
      { Name: 'key', Values: ['Name'] },
    ];
    const { Tags = [] } = await this.#client.send(new DescribeTagsCommand({ Filters }), {
      abortSignal: AbortSignal.timeout(NAMES_TIMEOUT),
    });
    return new Map(
      Tags.flatMap(({ ResourceId, Value }) => (ResourceId && Value ? [[ResourceId, Value] as const] : [])),
    );
  }

  async create(networkAclId: string, entry: NetworkAclEntry): Promise<CreateResult> {
    try {
      await this.#client.send(
        new CreateNetworkAclEntryCommand({ NetworkAclId: networkAclId, ...toEc2Entry(entry) }),
      );
      return { kind: 'created' };
    } catch (error) {
      return toResult(error);
    }
  }
}

/** Errors are told apart by code and status alone, never by message. */
function toResult(error: unknown): CreateResult {
  const { name, $metadata } = error as {
    readonly name?: string;
    readonly $metadata?: { httpStatusCode?: number };
  };
  if (name === 'NetworkAclEntryAlreadyExists') return { kind: 'rule-number-taken' };
  if (name?.startsWith('InvalidNetworkAclID')) return { kind: 'gone' };
  const status = $metadata?.httpStatusCode ?? 0;
  const refused = name !== undefined && name in REFUSALS;
  if (refused || (400 <= status && status < 500)) {
    return { kind: 'refused', reason: `EC2 refused (${name})${refused ? `: ${REFUSALS[name]}` : ''}` };
  }
  return { kind: 'unconfirmed', reason: `EC2 did not confirm the rule (${name})` };
}

function parseOrError(described: Ec2NetworkAcl): ReadNetworkAcl {
  try {
    return parseNetworkAcl(described);
  } catch (error) {
    if (!(error instanceof NetworkAclShapeError)) throw error;
    return new UnreadableNetworkAclError(error.message, parseTags(described), { cause: error });
  }
}

/** An answer without a list is a broken answer: read as "none", it would make every network ACL look deleted. */
function listed({ NetworkAcls }: DescribeNetworkAclsCommandOutput) {
  if (NetworkAcls === undefined)
    throw new Error('DescribeNetworkAcls answered without a list of network ACLs');
  return NetworkAcls;
}
