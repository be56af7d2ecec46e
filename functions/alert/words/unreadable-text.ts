import type { Unreadable } from '../../review/words/unreadable.ts';

/** Why a network ACL cannot be evaluated. */
export function renderUnreadable(reason: Unreadable): string {
  switch (reason.kind) {
    case 'not-allowed':
      return `the guard's role may not call ec2:DescribeNetworkAcls (${reason.code})`;
    case 'malformed':
      return `${reason.field} is ${reason.found}, expected ${reason.expected}`;
  }
}
