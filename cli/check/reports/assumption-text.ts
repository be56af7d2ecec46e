import { toPlain } from '../../../functions/alert/words/plain-text.ts';
import type { Direction, EntryRef } from '../../../functions/coverage/network-acl-entry.ts';
import { formatPorts } from '../../../functions/coverage/space/port-set.ts';
import type { PortsTag } from '../../../functions/review/ports-tag.ts';
import { PORTS_TAG } from '../../../functions/review/words/mode.ts';
import type { EvaluatedNetworkAcl } from '../evaluated.ts';
import { renderRules } from '../findings/evidence.ts';
import { UNREAD } from '../findings/unread-reasons.ts';

/** What was assumed about the rules, and whether security groups were read. */
export function renderAssumptions({ coverage, exposure, portsTag }: EvaluatedNetworkAcl): string[] {
  const { answers, oneWay, samePort } = coverage.assumptions;
  return [
    ...renderEntries(answers, {
      ingress: 'only for replies to own requests',
      egress: 'only for replies to clients',
    }),
    ...renderEntries(oneWay, {
      ingress: 'one-way UDP without replies',
      egress: 'one-way UDP without replies',
    }),
    ...renderEntries(samePort, {
      ingress: 'UDP that uses the same port on both sides',
      egress: 'UDP that uses the same port on both sides',
    }),
    ...renderPortsTag(portsTag),
    ...renderExposure(coverage.gaps.length > 0, exposure),
  ];
}

function renderPortsTag(tag: PortsTag): string[] {
  switch (tag.kind) {
    case 'absent':
      return [];
    case 'narrowed':
      return [`only replies to ports ${formatPorts(tag.ephemeralPorts)} are required: tag ${PORTS_TAG}`];
    case 'ignored':
      return [`ignored: tag ${PORTS_TAG} is "${toPlain(tag.value)}", expected ${tag.expected}`];
  }
}

function renderExposure(hasGaps: boolean, exposure: EvaluatedNetworkAcl['exposure']): string[] {
  if (!hasGaps) return [];
  if (exposure.kind === 'known') return ['interfaces and security groups were read'];
  return [`every named port is a service: ${UNREAD[exposure.reason]}`];
}

function renderEntries(entries: readonly EntryRef[], meaning: Readonly<Record<Direction, string>>): string[] {
  return (['ingress', 'egress'] as const).flatMap(direction => {
    const numbers = entries
      .filter(entry => entry.direction === direction)
      .map(({ ruleNumber }) => ruleNumber);
    const side = direction === 'ingress' ? 'inbound' : 'outbound';
    return numbers.length === 0 ? [] : [`${side} ${renderRules(numbers)}: ${meaning[direction]}`];
  });
}
