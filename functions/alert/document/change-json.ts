import type { NetworkAclEntry } from '../../coverage/network-acl-entry.ts';
import { formatCidrBlock } from '../../coverage/space/cidr-block.ts';
import type { Change } from '../../review/words/change.ts';
import { recognizeTool, renderTarget } from '../words/change-text.ts';
import { renderContent } from '../words/rule-text.ts';
import type { DocumentChange, DocumentRule } from './document.ts';

/** The change, as programs get it. */
export function toChange(change: Change): DocumentChange {
  const { action, target, sourceAddress, userAgent, at, eventId } = change;
  return {
    action,
    target: target ? renderTarget(target) : null,
    rule: target?.kind === 'rule' ? { direction: target.direction, ruleNumber: target.ruleNumber } : null,
    actor: change.actor ?? change.invokedBy ?? null,
    sourceAddress: sourceAddress || null,
    tool: recognizeTool(change) ?? null,
    userAgent: userAgent || null,
    at: at?.toISOString() ?? null,
    eventId: eventId || null,
  };
}

/** An entry, as programs get it. */
export function toRule(entry: NetworkAclEntry): DocumentRule {
  const { ruleNumber, direction, action, protocol, cidrBlock, portRange } = entry;
  return {
    ...{ direction, ruleNumber, action, protocol, cidr: formatCidrBlock(cidrBlock) },
    ...{ fromPort: portRange?.from ?? null, toPort: portRange?.to ?? null },
    text: `${ruleNumber} ${renderContent(entry)}`,
  };
}
