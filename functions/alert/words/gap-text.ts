import type { Gap } from '../../coverage/gaps.ts';
import type { NetworkAclEntry } from '../../coverage/network-acl-entry.ts';
import type { Denier } from '../../coverage/replies.ts';
import { formatCidrBlock } from '../../coverage/space/cidr-block.ts';
import { formatPorts } from '../../coverage/space/port-set.ts';
import type { ReportedGap } from '../../review/words/reported-gap.ts';
import { renderEntry, renderMatch } from './entry-text.ts';
import { groupBy } from './group-by.ts';
import { firstLines, joinFirst } from './plain-text.ts';

/** Lines about gaps in one message; a network ACL of 40 + 40 entries can have hundreds. */
const GAP_LINES = 24;
/** A gap around a hole can take dozens of CIDR blocks, and dozens of rules can admit; a reader needs a few. */
const BLOCKS_SHOWN = 4;
const RULES_SHOWN = 6;

/** The words of a direction: which way its replies and the requests before them go. */
const WORDS = {
  egress: { reply: 'outbound', to: 'to', request: 'inbound', from: 'from', admitted: 'let in' },
  ingress: { reply: 'inbound', to: 'from', request: 'outbound', from: 'to', admitted: 'let out' },
} as const;

/** The gaps of a message, cut with a line that says so. */
export function renderFirstGaps(gaps: readonly Gap[], entries: readonly NetworkAclEntry[]): string[] {
  return firstLines(renderGaps(gaps, entries), GAP_LINES);
}

/** A line for the gaps that differ in nothing but their addresses, and one below those that have a reason in common. */
export function renderGaps(gaps: readonly Gap[], entries: readonly NetworkAclEntry[]): string[] {
  const alike = groupBy(gaps, ({ direction, deniedBy, admittedBy }) =>
    [direction, toRuleNumber(deniedBy), admittedBy.join()].join(' '),
  );
  return [...alike.values()].flatMap(group => {
    const [gap] = group;
    const lines = groupByPorts(group).map(({ first, blocks }) => renderReplies(first, blocks));
    return gap ? [...lines, `    ${renderReason(gap, entries)}`] : lines;
  });
}

/** One line for the gaps that differ in nothing but their addresses. */
export function renderDenials(gaps: readonly ReportedGap[]): string[] {
  const alike = groupBy(gaps, gap => JSON.stringify({ ...gap, cidr: '' }));
  return [...alike.values()].flatMap(group => {
    const [first] = group;
    if (first === undefined) return [];
    const { direction, protocol, fromPort, toPort, deniedBy } = first;
    const replies = renderReplies(
      { direction, protocol, ports: { from: fromPort, to: toPort } },
      group.map(({ cidr }) => cidr),
    );
    const denier = deniedBy.kind === 'entry' ? `, denied by rule ${deniedBy.ruleNumber}` : '';
    return [`${WORDS[direction].reply} ${replies}${denier}`];
  });
}

function toRuleNumber(denier: Denier): number | undefined {
  return denier.kind === 'entry' ? denier.ruleNumber : undefined;
}

function groupByPorts(gaps: readonly Gap[]): { first: Gap; blocks: string[] }[] {
  const alike = groupBy(gaps, ({ direction, protocol, ports, deniedBy }) =>
    [direction, protocol, formatPorts([ports]), toRuleNumber(deniedBy)].join(' '),
  );
  return [...alike.values()].flatMap(group => {
    const [first] = group;
    return first ? [{ first, blocks: group.map(({ cidrBlock }) => formatCidrBlock(cidrBlock)) }] : [];
  });
}

function renderReplies(
  { direction, protocol, ports }: Pick<Gap, 'direction' | 'protocol' | 'ports'>,
  blocks: readonly string[],
): string {
  const shown = joinFirst(blocks, BLOCKS_SHOWN, 'CIDR blocks');
  return `${protocol} ${formatPorts([ports])} ${WORDS[direction].to} ${shown}`;
}

function renderReason({ direction, deniedBy, admittedBy }: Gap, entries: readonly NetworkAclEntry[]): string {
  const { reply, request, from, admitted } = WORDS[direction];
  const replySide = entries.filter(entry => entry.direction === direction);
  const requestSide = entries.filter(entry => entry.direction !== direction);
  const denier = replySide.find(({ ruleNumber }) => ruleNumber === toRuleNumber(deniedBy));
  const denied = denier ? `${reply} rule ${renderEntry(denier)}` : `default: no ${reply} rule allows it`;
  const rules = requestSide
    .filter(({ ruleNumber }) => admittedBy.includes(ruleNumber))
    .map(entry => `${entry.ruleNumber} (${renderMatch(entry)} ${from} ${formatCidrBlock(entry.cidrBlock)})`);
  const shown = joinFirst(rules, RULES_SHOWN, 'rules');
  return `${admitted} by ${request} ${rules.length === 1 ? 'rule' : 'rules'} ${shown}; denied by ${denied}`;
}
