import { formatMember, type Member } from './member.ts';

/** The hub may not read the member, or its role does not exist: another try soon would change nothing. */
export class UnreachableError extends Error {
  override readonly name = 'UnreachableError';
  readonly member: Member;
  /** AWS's error code. */
  readonly code: string;

  constructor(member: Member, code: string) {
    super(`${formatMember(member)} cannot be reached: ${code}`);
    this.member = member;
    this.code = code;
  }
}
