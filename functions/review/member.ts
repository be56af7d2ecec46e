/** One account and region that the guard watches. */
export interface Member {
  readonly account: string;
  readonly region: string;
}

/** `123456789012/eu-west-1`, as the key of the findings table has it. */
export function formatMember({ account, region }: Member): string {
  return `${account}/${region}`;
}

/** The inverse of {@link formatMember}. */
export function parseMember(text: string): Member {
  const [account = '', region = ''] = text.split('/');
  return { account, region };
}
