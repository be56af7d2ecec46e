import type { AttributeValue, ScanCommandInput } from '@aws-sdk/client-dynamodb';
import { PageTokens } from './page-tokens.ts';

export type Item = Readonly<Record<string, AttributeValue>>;

type Page = Pick<ScanCommandInput, 'ConsistentRead' | 'ExclusiveStartKey'>;

/**
 * The items of all pages of a scan or a query, as they are now.
 *
 * @param listed - what the items are, for the error of a list without an end
 * @throws what reading a page throws, and where a page refers to an earlier one
 */
export async function* readPages(
  listed: string,
  read: (page: Page) => Promise<{ readonly Items?: Item[]; readonly LastEvaluatedKey?: Item }>,
): AsyncGenerator<Item> {
  const tokens = new PageTokens(listed);
  let ExclusiveStartKey: ScanCommandInput['ExclusiveStartKey'];
  do {
    const page = await read({ ConsistentRead: true, ExclusiveStartKey });
    yield* page.Items ?? [];
    ExclusiveStartKey = page.LastEvaluatedKey;
    tokens.next(ExclusiveStartKey && JSON.stringify(ExclusiveStartKey));
  } while (ExclusiveStartKey);
}
