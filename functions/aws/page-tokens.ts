/** The tokens of one list that is read page by page. */
export class PageTokens {
  readonly #seen = new Set<string>();
  readonly #list: string;

  /** @param list - what the pages list, for the error */
  constructor(list: string) {
    this.#list = list;
  }

  /**
   * The token of the page to read next.
   *
   * @returns undefined where there is no other page
   * @throws Error where the token has come before: reading on would never end
   */
  next(token: string | undefined): string | undefined {
    if (!token) return undefined;
    if (this.#seen.has(token))
      throw new Error(`the list of ${this.#list} does not end: a page token is repeated`);
    this.#seen.add(token);
    return token;
  }
}
