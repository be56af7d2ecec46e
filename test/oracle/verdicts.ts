import { inRange, type Range } from './entry.ts';
import { denialOf, isMissing, type Replies } from './replies.ts';
import { LINUX, NAT_ELB_LAMBDA, WINDOWS, WINDOWS_LEGACY } from './representatives.ts';

export type Severity = 'none' | 'low' | 'medium' | 'high';
export type Verdict = 'allowed' | 'partial' | 'blocked';

export const CLIENTS = {
  linux: LINUX,
  windows: WINDOWS,
  'windows-legacy': WINDOWS_LEGACY,
  'nat-elb-lambda': NAT_ELB_LAMBDA,
} as const;

/** Section 3, over all required egress replies inside the client's range. */
export function judgeClient(egress: readonly Replies[], client: Range): Verdict {
  const denied = egress.flatMap(replies =>
    replies.required.filter(port => inRange(client, port)).map(port => denialOf(replies, port) !== undefined),
  );
  if (!denied.includes(true)) return 'allowed';
  return denied.includes(false) ? 'partial' : 'blocked';
}

/** Section 6. */
export function judgeSeverity(egress: readonly Replies[]): Severity {
  const lacksWhole = (range: Range) =>
    egress.some(replies =>
      [...replies.decisions.keys()]
        .filter(port => inRange(range, port))
        .every(port => isMissing(replies, port)),
    );
  if (lacksWhole(LINUX) || lacksWhole(WINDOWS)) return 'high';
  if (egress.some(replies => replies.required.some(port => isMissing(replies, port)))) return 'medium';
  return hasGap(egress) ? 'low' : 'none';
}

export function hasGap(egress: readonly Replies[]): boolean {
  return egress.some(replies => replies.required.some(port => denialOf(replies, port) !== undefined));
}
