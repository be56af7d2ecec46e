import { CredentialsError, NotPermittedError, NotThereError } from '../deployment/ask.ts';

/** The checks, in the order in which they are printed. */
export const CHECKS = [
  'credentials',
  'region',
  'trail',
  'stack',
  'functions',
  'roles',
  'rules',
  'queues',
  'subscriptions',
  'slack',
  'amazon q',
  'last sweep',
  'alarms',
] as const;
export type CheckName = (typeof CHECKS)[number];

/** What a check came to. */
export interface Finding {
  readonly check: CheckName;
  readonly state: 'ok' | 'warning' | 'problem' | 'skipped';
  readonly says: string;
  /** The step or command that mends it. */
  readonly then?: string;
}

/** Makes the findings of one check. */
export function findingsOf(check: CheckName) {
  const make =
    (state: Finding['state']) =>
    (says: string, then?: string): Finding => ({ check, state, says, ...(then && { then }) });
  return { ok: make('ok'), warning: make('warning'), problem: make('problem'), skipped: make('skipped') };
}

/**
 * Looks at something, and turns what it cannot look at into a finding: no call that fails ends a check before its time.
 *
 * @param what - is then not known, such as `whether the change rule is enabled`
 */
export async function examine(
  check: CheckName,
  what: string,
  look: () => Promise<readonly Finding[]>,
): Promise<readonly Finding[]> {
  try {
    return await look();
  } catch (error) {
    return [toFinding(check, what, error)];
  }
}

function toFinding(check: CheckName, what: string, error: unknown): Finding {
  const { warning, problem } = findingsOf(check);
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof NotPermittedError) {
    const then = `have ${error.permission} allowed for you, or let somebody run doctor who may`;
    return warning(`cannot tell ${what}: ${reason}`, then);
  }
  if (error instanceof NotThereError) {
    const then = 'somebody deleted it, or it is of another version: npm run remove, then deploy again';
    return problem(`cannot tell ${what}: it is not there (${reason})`, then);
  }
  if (error instanceof CredentialsError) return problem(`cannot tell ${what}: ${reason}`);
  return problem(`cannot tell ${what}: ${reason}`, 'run doctor again; if it stays so, look into it by hand');
}
