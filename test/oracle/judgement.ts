import { type Ground, toGround, type Written } from './areas.ts';
import type { Case } from './case.ts';
import { CLIENTS } from './clients.ts';
import type { Direction } from './entry.ts';
import { hasDenial, judgeAllReplies, type Replies } from './replies.ts';
import {
  type ClientVerdict,
  judgeClient,
  judgeIngressSeverity,
  judgeSeverity,
  type Severity,
  worst,
} from './severity.ts';

/** The replies to one area, and how bad it is that they are denied. */
export interface Judged extends Replies {
  readonly severity: Severity;
}

/** The oracle's answer to one case. */
export interface Judgement {
  readonly ground: Ground;
  readonly egress: readonly Judged[];
  readonly ingress: readonly Judged[];
  readonly status: 'covered' | 'gap';
  readonly severity: Severity;
  readonly ingressSeverity: Severity;
  readonly clients: Readonly<Record<string, ClientVerdict>>;
}

export function judge(it: Case, also?: Written): Judgement {
  const ground = toGround(it, also);
  const all = judgeAllReplies(ground);
  const of = (wanted: Direction, judgeOne: typeof judgeSeverity) =>
    all
      .filter(({ direction }) => direction === wanted)
      .map(replies => ({ ...replies, severity: judgeOne(ground, replies) }));
  const egress = of('egress', judgeSeverity);
  const ingress = of('ingress', judgeIngressSeverity);
  return {
    ground,
    egress,
    ingress,
    status: egress.some(hasDenial) ? 'gap' : 'covered',
    severity: worst(egress.map(({ severity }) => severity)),
    ingressSeverity: worst(ingress.map(({ severity }) => severity)),
    clients: Object.fromEntries(
      Object.entries(CLIENTS).map(([client, range]) => [client, judgeClient(ground, egress, range)]),
    ),
  };
}

/** What a plan closes (section 7): the gaps of such evidence and severity, as far as nothing but the default denies them. */
export function isPlannable({ evidence, severity }: Judged): boolean {
  return (evidence === 'accepted' || evidence === 'named') && (severity === 'medium' || severity === 'high');
}
