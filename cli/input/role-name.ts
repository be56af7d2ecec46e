import { InputError } from './input-error.ts';

/** IAM: names have up to 64 characters, paths up to 512. */
const ROLE_NAME = /^([\w+=,.@-]+\/)*[\w+=,.@-]{1,64}$/;

/** The name of a role, perhaps with its path. @throws InputError for any other text */
export function parseRoleName(text: string): string {
  if (ROLE_NAME.test(text)) return text;
  throw new InputError(`--role-name is "${text}", expected the name of a role such as audit or team/audit`);
}
