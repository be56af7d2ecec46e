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
  'alert key',
  'subscriptions',
  'slack',
  'amazon q',
  'last sweep',
  'alarms',
] as const;
/** The checks of `--organisation`, in the order in which they are printed. */
export const ORGANISATION_CHECKS = [
  'credentials',
  'region',
  'stack',
  'hub',
  'trail',
  'accounts',
  'stack set',
  'members',
  'proven',
] as const;
export type CheckName = (typeof CHECKS | typeof ORGANISATION_CHECKS)[number];

/** The result of one check, or of one part of it. */
export interface CheckResult {
  readonly check: CheckName;
  readonly state: 'ok' | 'warning' | 'problem' | 'skipped';
  readonly says: string;
  /** The step or command that fixes it. */
  readonly then?: string;
}

/** The result of a check that could not be made. */
interface UncheckedResult extends CheckResult {
  readonly unchecked: { readonly what: string; readonly reason: string };
}

/** Functions that create the results of one check. */
export function resultsOf(check: CheckName) {
  const make =
    (state: CheckResult['state']) =>
    (says: string, then?: string): CheckResult => ({ check, state, says, ...(then && { then }) });
  return { ok: make('ok'), warning: make('warning'), problem: make('problem'), skipped: make('skipped') };
}

/**
 * Runs a check. A call that fails becomes a result of its own, so that one failure does not hide the other results.
 *
 * @param what - what is unknown if a call fails, such as `whether the change rule is enabled`
 */
export async function runCheck(
  check: CheckName,
  what: string,
  run: () => Promise<readonly CheckResult[]>,
): Promise<readonly CheckResult[]> {
  try {
    return await run();
  } catch (error) {
    return [toUnchecked(check, what, error)];
  }
}

function toUnchecked(check: CheckName, what: string, error: unknown): UncheckedResult {
  const { state, reason, step } = explain(error);
  const result = resultsOf(check)[state](renderUnchecked([what], reason), step);
  return { ...result, unchecked: { what, reason } };
}

function explain(error: unknown): { state: 'warning' | 'problem'; reason: string; step?: string } {
  const reason = error instanceof Error ? error.message : String(error);
  if (error instanceof NotPermittedError) {
    const step = `get the permission ${error.permission}, or run doctor with a role that has it`;
    return { state: 'warning', reason, step };
  }
  if (error instanceof NotThereError) {
    const step =
      'it was deleted, or the stack is from another version: run npm run remove, then deploy again';
    return { state: 'problem', reason: `it does not exist (${reason})`, step };
  }
  if (error instanceof CredentialsError) return { state: 'problem', reason };
  return {
    state: 'problem',
    reason,
    step: 'run doctor again; if the error stays, check the service by hand',
  };
}

function renderUnchecked(whats: readonly string[], reason: string): string {
  return `cannot check ${joinWords(whats)}: ${reason}`;
}

/** Joins the checks that failed for the same reason into one result. */
export function mergeUnchecked(results: readonly CheckResult[]): CheckResult[] {
  const key = (result: CheckResult) =>
    isUnchecked(result) ? `${result.check} ${result.state} ${result.unchecked.reason}` : result;
  return [...Map.groupBy(results, key).values()].flatMap(([first, ...others]) => {
    if (first === undefined || !isUnchecked(first)) return first ?? [];
    const { unchecked, ...result } = first;
    const whats = [first, ...others.filter(isUnchecked)].map(one => one.unchecked.what);
    return { ...result, says: renderUnchecked(whats, unchecked.reason) };
  });
}

function isUnchecked(result: CheckResult): result is UncheckedResult {
  return 'unchecked' in result;
}
