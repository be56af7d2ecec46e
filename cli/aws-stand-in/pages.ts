import { ServiceError } from './answer.ts';
import type { Form } from './call.ts';
import { parseInteger } from './query-form.ts';

/** What one describe call answers of a list. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly nextToken: string | undefined;
}

/** How many elements a page may be asked to have. */
export interface PageSizes {
  readonly least: number;
  readonly most: number;
}

/** Of most describe calls (API reference, MaxResults). */
export const DESCRIBE_PAGE_SIZES: PageSizes = { least: 5, most: 1000 };

const TOKEN_MARK = 'after ';

/**
 * The page that the form asks for; all of them where it does not say how many.
 *
 * @param items - in ascending order of what `toId` gives
 * @throws ServiceError InvalidParameterValue, InvalidNextToken
 */
export function selectPage<T>(
  form: Form,
  items: readonly T[],
  toId: (item: T) => string,
  sizes: PageSizes = DESCRIBE_PAGE_SIZES,
): Page<T> {
  const rest = afterToken(items, toId, form.NextToken);
  const size =
    form.MaxResults === undefined ? rest.length : parseInteger(form, 'MaxResults', sizes.least, sizes.most);
  const page = rest.slice(0, size);
  const last = page.at(-1);
  const isLast = last === undefined || rest.length <= size;
  return { items: page, nextToken: isLast ? undefined : toToken(toId(last)) };
}

function toToken(lastId: string): string {
  return Buffer.from(TOKEN_MARK + lastId).toString('base64url');
}

// The token names the last id of its page, not a position: paging survives a resource that goes meanwhile.
function afterToken<T>(
  items: readonly T[],
  toId: (item: T) => string,
  token: string | undefined,
): readonly T[] {
  if (token === undefined) return items;
  const decoded = Buffer.from(token, 'base64url').toString();
  if (!decoded.startsWith(TOKEN_MARK)) {
    throw new ServiceError('InvalidNextToken', 400, `The token '${token}' is not valid`);
  }
  const lastId = decoded.slice(TOKEN_MARK.length);
  return items.filter(item => toId(item) > lastId);
}
