import {
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcsCommand,
  type EC2Client,
  type Filter,
  GetManagedPrefixListEntriesCommand,
} from '@aws-sdk/client-ec2';

/** Elements of a page, the most that EC2 gives (API reference, MaxResults of each action). */
const PAGE_SIZE = 1_000;
const PREFIX_LIST_PAGE_SIZE = 100;
/** A filter takes at most 200 values (EC2's API reference, "List and filter"). */
const MOST_FILTER_VALUES = 200;

/** What one call asks for, and until when. */
export interface Query {
  /** None: all of the region. */
  readonly filters?: readonly Filter[];
  readonly signal: AbortSignal;
}

type Lists = AsyncGenerator<readonly unknown[], void, undefined>;

interface Page {
  readonly NextToken?: string | undefined;
}

/**
 * EC2's lists, page by page, always by filters: one id that is gone would fail a call by ids.
 *
 * The generators throw whatever the SDK throws, and an error for an answer without a list or with a token that repeats.
 */
export class Ec2Lists {
  readonly #client: () => EC2Client;

  /** @param client - asked for with each call: most reviews need none */
  constructor(client: () => EC2Client) {
    this.#client = client;
  }

  interfaces({ filters, signal }: Query): Lists {
    return pages('NetworkInterfaces', NextToken =>
      this.#client().send(new DescribeNetworkInterfacesCommand(toInput(filters, NextToken)), {
        abortSignal: signal,
      }),
    );
  }

  securityGroups({ filters, signal }: Query): Lists {
    return pages('SecurityGroups', NextToken =>
      this.#client().send(new DescribeSecurityGroupsCommand(toInput(filters, NextToken)), {
        abortSignal: signal,
      }),
    );
  }

  subnets({ filters, signal }: Query): Lists {
    return pages('Subnets', NextToken =>
      this.#client().send(new DescribeSubnetsCommand(toInput(filters, NextToken)), { abortSignal: signal }),
    );
  }

  vpcs({ filters, signal }: Query): Lists {
    return pages('Vpcs', NextToken =>
      this.#client().send(new DescribeVpcsCommand(toInput(filters, NextToken)), { abortSignal: signal }),
    );
  }

  prefixListEntries(PrefixListId: string, signal: AbortSignal): Lists {
    return pages('Entries', NextToken => {
      const input = { PrefixListId, MaxResults: PREFIX_LIST_PAGE_SIZE, ...(NextToken && { NextToken }) };
      return this.#client().send(new GetManagedPrefixListEntriesCommand(input), { abortSignal: signal });
    });
  }
}

/** Filters of one name with as many values as one call takes. */
export function toFilters(Name: string, values: readonly string[]): Filter[] {
  const calls = Math.ceil(values.length / MOST_FILTER_VALUES);
  return Array.from({ length: calls }, (_, call) => ({
    Name,
    Values: values.slice(call * MOST_FILTER_VALUES, (call + 1) * MOST_FILTER_VALUES),
  }));
}

function toInput(filters: readonly Filter[] | undefined, NextToken: string | undefined) {
  return {
    ...(filters && { Filters: [...filters] }),
    MaxResults: PAGE_SIZE,
    ...(NextToken && { NextToken }),
  };
}

async function* pages<List extends string>(
  list: List,
  read: (NextToken: string | undefined) => Promise<Page & { readonly [key in List]?: readonly unknown[] }>,
): Lists {
  const tokens = new Set<string>();
  let token: string | undefined;
  do {
    const page = await read(token);
    // Read as "none", an answer without a list would take all evidence away.
    if (page[list] === undefined) throw new Error(`EC2 answered without ${list}`);
    yield page[list];
    token = page.NextToken || undefined;
    if (token !== undefined && tokens.has(token)) throw new Error(`EC2 repeated a NextToken of ${list}`);
    if (token !== undefined) tokens.add(token);
  } while (token !== undefined);
}
