/** How EC2 and what is in front of it say that a role may not do something. */
const DENIALS: ReadonlySet<string> = new Set([
  'UnauthorizedOperation',
  'AccessDenied',
  'AccessDeniedException',
]);

/** The code of what the SDK threw; empty where it has none. */
export function toErrorCode(error: unknown): string {
  return (error as { readonly name?: string } | undefined)?.name ?? '';
}

/** Whether the role may not do what it asked for. */
export function isDenial(error: unknown): boolean {
  return DENIALS.has(toErrorCode(error));
}

/**
 * `User: arn:aws:sts::111122223333:assumed-role/NAME/SESSION is not authorized to perform: …` (IAM user guide, "Troubleshoot
 * access denied error messages").
 */
const ASSUMED_ROLE = /\barn:[\w-]+:sts::\d{12}:assumed-role\/([\w+=,.@-]{1,64})\//;

/** The name of the role that may not do it; undefined where the answer does not say it. */
export function toRefusedRole(error: unknown): string | undefined {
  return ASSUMED_ROLE.exec(String((error as Partial<Error> | undefined)?.message))?.[1];
}
