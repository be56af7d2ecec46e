import type { UnreadReason } from '../../../functions/coverage/exposure/exposure.ts';
import type { CheckedNetworkAcl } from '../checked.ts';
import { UNREAD } from '../findings/unread-reasons.ts';

/** What was assumed about all network ACLs together. */
export interface AssumptionCount {
  readonly add: (checked: CheckedNetworkAcl) => void;
  /** One or two sentences; empty: nothing was assumed. @param isListed - whether the report lists the details */
  readonly render: (isListed: boolean) => string;
}

export function createAssumptionCount(): AssumptionCount {
  const reasons = new Set<UnreadReason>();
  let answers = 0;
  let udp = 0;
  let ignoredTags = 0;
  return {
    add: ({ exposure, coverage, portsTag, standing }) => {
      if (standing === 'muted') return;
      const { assumptions, gaps } = coverage;
      answers += assumptions.answers.filter(({ direction }) => direction === 'ingress').length;
      udp += assumptions.oneWay.length + assumptions.samePort.length;
      if (portsTag.kind === 'ignored') ignoredTags += 1;
      if (gaps.length > 0 && exposure.kind === 'unknown') reasons.add(exposure.reason);
    },
    render: isListed => {
      const texts = [
        ...[...reasons].filter(reason => reason !== 'not-needed').map(renderReason),
        ...count(answers, 'inbound rule only lets replies in', 'inbound rules only let replies in'),
        ...count(udp, 'UDP rule needs no reply rule', 'UDP rules need no reply rule'),
        ...count(ignoredTags, 'tag with ports is ignored', 'tags with ports are ignored'),
      ];
      const isMore = answers + udp + ignoredTags > 0 && !isListed;
      return texts.length === 0 ? '' : `${texts.join('; ')}.${isMore ? ' List: --all' : ''}`;
    },
  };
}

function renderReason(reason: UnreadReason): string {
  return `every named port is served (${UNREAD[reason]})`;
}

function count(number: number, one: string, many: string): string[] {
  return number === 0 ? [] : [`${number} ${number === 1 ? one : many}`];
}
