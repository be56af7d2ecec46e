import { formatCidrBlock } from '../coverage/cidr-block.ts';
import type { Gap } from '../coverage/gaps.ts';
import type { NetworkAclEntry } from '../coverage/network-acl-entry.ts';
import { formatPorts } from '../coverage/port-set.ts';
import { renderEntry, renderMatch } from './entry-text.ts';
import { joinWords } from './summary.ts';

/** A gap around a hole can take dozens of CIDR blocks; a person reads a few. */
const BLOCKS_SHOWN = 4;

/** The words of a direction: which way its replies and the requests before them go. */
const WORDS = {
  egress: { reply: 'outbound', to: 'to', request: 'inbound', from: 'from', admitted: 'let in' },
  ingress: { reply: 'inbound', to: 'from', request: 'outbound', from: 'to', admitted: 'let out' },
} as const;

/** Two lines for the gaps that differ in nothing but their addresses: what is denied, and why. */
export function renderGaps(gaps: readonly Gap[], entries: readonly NetworkAclEntry[]): string[] {
  const alike = new Map<string, Gap[]>();
  for (const gap of gaps) {
    const { direction, protocol, ports, deniedBy, admittedBy } = gap;
    const name = [direction, protocol, formatPorts([ports]), deniedBy, admittedBy].join(' ');
    alike.set(name, [...(alike.get(name) ?? []), gap]);
  }
  return [...alike.values()].flatMap(group => {
    const [gap] = group;
    return gap ? [renderReplies(gap, group), `    ${renderReason(gap, entries)}`] : [];
  });
}

function renderReplies({ direction, protocol, ports }: Gap, alike: readonly Gap[]): string {
  const blocks = alike.map(({ cidrBlock }) => formatCidrBlock(cidrBlock));
  const rest = blocks.length > BLOCKS_SHOWN ? [`${blocks.length - BLOCKS_SHOWN} more CIDR blocks`] : [];
  const shown = joinWords([...blocks.slice(0, BLOCKS_SHOWN), ...rest]);
  return `${protocol} ${formatPorts([ports])} ${WORDS[direction].to} ${shown}`;
}

function renderReason({ direction, deniedBy, admittedBy }: Gap, entries: readonly NetworkAclEntry[]): string {
  const { reply, request, from, admitted } = WORDS[direction];
  const replySide = entries.filter(({ egress }) => egress === (direction === 'egress'));
  const requestSide = entries.filter(({ egress }) => egress !== (direction === 'egress'));
  const denier = replySide.find(({ ruleNumber }) => ruleNumber === deniedBy);
  const denied = denier ? `${reply} rule ${renderEntry(denier)}` : `default: no ${reply} rule allows it`;
  const rules = requestSide
    .filter(({ ruleNumber }) => admittedBy.includes(ruleNumber))
    .map(entry => `${entry.ruleNumber} (${renderMatch(entry)} ${from} ${formatCidrBlock(entry.cidrBlock)})`);
  return `${admitted} by ${request} ${rules.length === 1 ? 'rule' : 'rules'} ${joinWords(rules)}; denied by ${denied}`;
}
