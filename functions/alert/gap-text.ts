import { formatCidrBlock } from '../coverage/cidr-block.ts';
import type { Gap } from '../coverage/gaps.ts';
import type { NetworkAclEntry } from '../coverage/network-acl-entry.ts';
import { formatPorts } from '../coverage/port-set.ts';
import type { Alert } from './alert.ts';
import { renderEntry, renderMatch } from './entry-text.ts';
import { egressGaps, joinWords } from './summary.ts';

/** A gap around a hole can take dozens of CIDR blocks; a person reads a few. */
const BLOCKS_SHOWN = 4;

/** Two lines for the gaps that differ in nothing but their addresses. */
export function renderGaps({ coverage, networkAcl }: Alert): string[] {
  const alike = Map.groupBy(egressGaps(coverage), ({ protocol, ports, deniedBy, admittedBy }) =>
    [protocol, formatPorts([ports]), deniedBy ?? 'default', admittedBy].join(' '),
  );
  return [...alike.values()].flatMap(gaps => {
    const [gap] = gaps;
    return gap ? [`${renderReplies(gap, gaps)}`, `    ${renderReason(gap, networkAcl.entries)}`] : [];
  });
}

function renderReplies({ protocol, ports }: Gap, alike: readonly Gap[]): string {
  const blocks = alike.map(({ cidrBlock }) => formatCidrBlock(cidrBlock));
  const rest = blocks.length > BLOCKS_SHOWN ? [`${blocks.length - BLOCKS_SHOWN} more CIDR blocks`] : [];
  return `${protocol} ${formatPorts([ports])} to ${joinWords([...blocks.slice(0, BLOCKS_SHOWN), ...rest])}`;
}

function renderReason({ deniedBy, admittedBy }: Gap, entries: readonly NetworkAclEntry[]): string {
  const denier = entries.find(({ egress, ruleNumber }) => egress && ruleNumber === deniedBy);
  const denied = denier
    ? `denied by outbound rule ${renderEntry(denier)}`
    : 'denied by default: no outbound rule allows it';
  const admitting = entries.filter(({ egress, ruleNumber }) => !egress && admittedBy.includes(ruleNumber));
  const rules = admitting.map(
    entry => `${entry.ruleNumber} (${renderMatch(entry)} from ${formatCidrBlock(entry.cidrBlock)})`,
  );
  return `let in by inbound ${rules.length === 1 ? 'rule' : 'rules'} ${joinWords(rules)}; ${denied}`;
}
