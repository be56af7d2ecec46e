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
import { ParseError } from '../parsing/definition.ts';
import type { CreateResult, FoundNetworkAcl, NetworkAclPage, NetworkAcls } from '../review/interfaces.ts';
import { isDenial, toErrorCode, toRefusedRole } from './denial.ts';
import { parseNetworkAcl, parseTags, toEc2Entry } from './network-acl-shape.ts';
import { PageTokens } from './page-tokens.ts';

/** How EC2 says that an account makes too many calls (status 503). */
const THROTTLES = new Set(['RequestLimitExceeded', 'Throttling', 'ThrottlingException']);

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
  readonly #writer: () => EC2Client;

  /** @param writer - a client that makes one attempt only, so that its answers are certain; asked for with each write */
  constructor(client: EC2Client, writer: () => EC2Client, { account, region, partition }: Home) {
    this.#client = client;
    this.#writer = writer;
    this.account = account;
    this.region = region;
    this.partition = partition;
  }

  /**
   * Asks by filter, not by id: one id that is gone would fail a call by ids for all.
   *
   * @throws what the SDK throws, and an error for an answer without a list
   */
  async read(networkAclIds: readonly string[]): Promise<ReadonlyMap<string, FoundNetworkAcl>> {
    try {
      return await this.#readAll(networkAclIds);
    } catch (error) {
      if (!isDenial(error)) throw error;
      const role = toRefusedRole(error);
      const reason = { kind: 'not-allowed', code: toErrorCode(error), ...(role && { role }) } as const;
      const unreadable = { kind: 'unreadable', reason, tags: {} } as const;
      return new Map(networkAclIds.map(id => [id, unreadable]));
    }
  }

  async #readAll(networkAclIds: readonly string[]): Promise<Map<string, FoundNetworkAcl>> {
    const Filters = [{ Name: 'network-acl-id', Values: [...networkAclIds] }];
    const found = new Map<string, FoundNetworkAcl>();
    const tokens = new PageTokens('network ACLs');
    let NextToken: string | undefined;
    do {
      const page = await this.#describe({ Filters, ...(NextToken && { NextToken }) });
      for (const described of listed(page)) {
        const id = networkAclIds.find(networkAclId => networkAclId === described.NetworkAclId);
        if (id !== undefined) found.set(id, toFound(described, this.account));
      }
      NextToken = tokens.next(page.NextToken);
    } while (NextToken);
    return found;
  }

  /** @throws as {@link read}, and where the role may not list network ACLs */
  async list(nextToken: string | undefined): Promise<NetworkAclPage> {
    const page = await this.#describe({
      MaxResults: PAGE_SIZE,
      ...(nextToken && { NextToken: nextToken }),
    });
    const found = listed(page).flatMap(described =>
      described.NetworkAclId ? [[described.NetworkAclId, toFound(described, this.account)] as const] : [],
    );
    return { networkAcls: new Map(found), ...(page.NextToken && { nextToken: page.NextToken }) };
  }

  #describe(input: DescribeNetworkAclsCommandInput): Promise<DescribeNetworkAclsCommandOutput> {
    return this.#client.send(new DescribeNetworkAclsCommand(input));
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
      await this.#writer().send(
        new CreateNetworkAclEntryCommand({ NetworkAclId: networkAclId, ...toEc2Entry(entry) }),
      );
      return { kind: 'created' };
    } catch (error) {
      return toCreateResult(error);
    }
  }
}

/**
 * What an error of the SDK says about a creation. Errors are distinguished by code and status alone, never by message.
 */
export function toCreateResult(error: unknown): CreateResult {
  const { name: code = 'no code', $metadata } = error as {
    readonly name?: string;
    readonly $metadata?: { readonly httpStatusCode?: number; readonly attempts?: number };
  };
  if (code.startsWith('InvalidNetworkAclID')) return { kind: 'gone' };
  const { httpStatusCode: status = 0, attempts } = $metadata ?? {};
  // An earlier attempt may have created the entry, whatever the last one was told.
  if (attempts !== 1) return { kind: 'unconfirmed', code };
  if (code === 'NetworkAclEntryAlreadyExists') return { kind: 'rule-number-taken' };
  if (THROTTLES.has(code)) return { kind: 'throttled' };
  return { kind: 400 <= status && status < 500 ? 'refused' : 'unconfirmed', code };
}

/** @param account - that reads it: it sees the network ACLs of VPCs that are shared with it, too */
function toFound(described: Ec2NetworkAcl, account: string): FoundNetworkAcl {
  const { OwnerId: ownerId } = described;
  const found = parseFound(described);
  return ownerId === undefined || ownerId === account ? found : { ...found, ownerId };
}

function parseFound(described: Ec2NetworkAcl): FoundNetworkAcl {
  try {
    return { kind: 'read', networkAcl: parseNetworkAcl(described) };
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    const { field, found, expected } = error;
    return {
      kind: 'unreadable',
      reason: { kind: 'malformed', field, found, expected },
      tags: parseTags(described),
    };
  }
}

/** An answer without a list is a broken answer: read as "none", it would make every network ACL look deleted. */
function listed({ NetworkAcls }: DescribeNetworkAclsCommandOutput) {
  if (NetworkAcls === undefined)
    throw new Error('DescribeNetworkAcls answered without a list of network ACLs');
  return NetworkAcls;
}
