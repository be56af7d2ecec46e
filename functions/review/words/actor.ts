/** Who made a change, by the names that operators know. Each of them is somebody else's text. */
export type Actor =
  | { readonly kind: 'role'; readonly role: string; readonly session?: string }
  /** Through IAM Identity Center. */
  | { readonly kind: 'permission-set'; readonly permissionSet: string; readonly user: string }
  | { readonly kind: 'user'; readonly user: string }
  | { readonly kind: 'root' }
  | { readonly kind: 'other'; readonly text: string };

/** The part of an ARN of IAM or STS that names the caller. */
const CALLER = /^arn:[\w-]+:(?:iam|sts)::\d{12}:(.+)$/;
/** The role that IAM Identity Center makes for a permission set ends with 16 hexadecimal digits. */
const RESERVED_ROLE = /^AWSReservedSSO_(.+)_[\da-f]{16}$/;

/**
 * Reads a caller as CloudTrail names it. An ARN does not say whether a person or a program acted.
 *
 * @param text - an ARN, or what else is known
 */
export function parseActor(text: string): Actor {
  const [type = '', ...path] = (CALLER.exec(text)?.[1] ?? '').split('/');
  const last = path.at(-1);
  if (type === 'root') return { kind: 'root' };
  if (last === undefined || last === '') return { kind: 'other', text };
  switch (type) {
    case 'assumed-role':
      return toRole(path[0] ?? '', path.length > 1 ? last : undefined);
    case 'role':
      return toRole(last, undefined);
    case 'user':
    case 'federated-user':
      return { kind: 'user', user: last };
    default:
      return { kind: 'other', text };
  }
}

function toRole(role: string, session: string | undefined): Actor {
  const permissionSet = RESERVED_ROLE.exec(role)?.[1];
  if (permissionSet && session) return { kind: 'permission-set', permissionSet, user: session };
  return { kind: 'role', role, ...(session && { session }) };
}
