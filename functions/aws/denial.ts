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
