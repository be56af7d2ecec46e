/** A page of a list of AWS, with the token of the next page. */
interface Page {
  readonly NextToken?: string | undefined;
}

/** A list that would never end. */
export class RepeatedTokenError extends Error {
  override readonly name = 'RepeatedTokenError';
}

/**
 * The pages of a paginator of the SDK, which itself asks for a page again and again.
 *
 * @throws RepeatedTokenError where a token comes twice
 */
export async function* endingPages<P extends Page>(pages: AsyncIterable<P>): AsyncGenerator<P> {
  const tokens = new Set<string>();
  for await (const page of pages) {
    const { NextToken: token } = page;
    if (token !== undefined && tokens.has(token))
      throw new RepeatedTokenError('AWS repeated a NextToken, so the list would never end');
    if (token !== undefined) tokens.add(token);
    yield page;
  }
}
