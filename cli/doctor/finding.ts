import { joinWords } from '../../functions/alert/words/plain-text.ts';
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

/** A finding about what could not be looked at. */
interface Unknown extends Finding {
  readonly cannotTell: { readonly what: string; readonly reason: string };
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

function toFinding(check: CheckName, what: string, error: unknown): Unknown {
  const { state, reason, step } = explain(error);
  const finding = findingsOf(check)[state](renderUnknown([what], reason), step);
  return { ...finding, cannotTell: { what, reason } };
}

function explain(error: unknown): { state: 'warning' | 'problem'; reason: string; step?: string } {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof NotPermittedError) {
    const step = `have ${error.permission} allowed for you, or let somebody run doctor who may`;
    return { state: 'warning', reason, step };
  }
  if (error instanceof NotThereError) {
    const step = 'somebody deleted it, or it is of another version: npm run remove, then deploy again';
    return { state: 'problem', reason: `it is not there (${reason})`, step };
  }
  if (error instanceof CredentialsError) return { state: 'problem', reason };
  return { state: 'problem', reason, step: 'run doctor again; if it stays so, look into it by hand' };
}

function renderUnknown(whats: readonly string[], reason: string): string {
  return `cannot tell ${joinWords(whats)}: ${reason}`;
}

/** Says once what several things cannot be told for, and leaves the rest as it is. */
export function mergeUnknown(findings: readonly Finding[]): Finding[] {
  const key = (finding: Finding) =>
    isUnknown(finding) ? `${finding.check} ${finding.state} ${finding.cannotTell.reason}` : finding;
  return [...Map.groupBy(findings, key).values()].flatMap(([first, ...others]) => {
    if (first === undefined || !isUnknown(first)) return first ?? [];
    const { cannotTell, ...finding } = first;
    const whats = [first, ...others.filter(isUnknown)].map(one => one.cannotTell.what);
    return { ...finding, says: renderUnknown(whats, cannotTell.reason) };
  });
}

function isUnknown(finding: Finding): finding is Unknown {
  return 'cannotTell' in finding;
}
