import type { Case } from './entry.ts';
import { judgeReplies, type Replies } from './replies.ts';
import { type Representatives, toRepresentatives } from './representatives.ts';
import { CLIENTS, hasGap, judgeClient, judgeSeverity, type Severity, type Verdict } from './verdicts.ts';

/** The oracle's answer to one case. */
export interface Judgement {
  readonly points: Representatives;
  readonly egress: readonly Replies[];
  readonly ingress: readonly Replies[];
  readonly status: 'covered' | 'gap';
  readonly severity: Severity;
  readonly clients: Readonly<Record<string, Verdict>>;
}

export function judge(it: Case, points = toRepresentatives(it)): Judgement {
  const egress = judgeReplies(it, points, 'egress');
  return {
    points,
    egress,
    ingress: judgeReplies(it, points, 'ingress'),
    status: hasGap(egress) ? 'gap' : 'covered',
    severity: judgeSeverity(egress),
    clients: Object.fromEntries(
      Object.entries(CLIENTS).map(([client, range]) => [client, judgeClient(egress, range)]),
    ),
  };
}
