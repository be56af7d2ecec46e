import { DIRECTIONS } from '../coverage/network-acl-entry.ts';
import { formatCidrBlock, parseCidrBlock } from '../coverage/space/cidr-block.ts';
import { LAST_PORT } from '../coverage/space/port-set.ts';
import type { Parsed } from '../parsing/definition.ts';
import { object, optional } from '../parsing/structures.ts';
import { textParsedBy } from '../parsing/text-values.ts';
import { integer, oneOf, text, time } from '../parsing/values.ts';
import { ACTIONS, TAG_ACTIONS } from '../review/words/action.ts';
import type { ChangedRule, GapCause } from '../review/words/change.ts';
import { type Json, toJson } from './attribute-values.ts';

const port = integer(0, LAST_PORT);

/** The change that explains a gap, as a finding keeps it. */
export const CAUSE = object({
  action: oneOf([...ACTIONS, ...TAG_ACTIONS]),
  ...{ eventId: optional(text), at: optional(time), actor: optional(text), invokedBy: optional(text) },
  rule: optional(
    object({
      direction: oneOf(DIRECTIONS),
      ruleNumber: integer(0),
      /** What it says since the change. */
      content: optional(
        object({
          action: oneOf(['allow', 'deny']),
          protocol: integer(-1, 255),
          cidr: textParsedBy('a CIDR block', parseCidrBlock),
          ports: optional(object({ from: port, to: port })),
        }),
      ),
    }),
  ),
});
type CauseItem = Parsed<typeof CAUSE>;

export function toCauseOfItem({ rule, ...cause }: CauseItem): GapCause {
  return rule ? { ...cause, target: toChangedRule(rule) } : cause;
}

function toChangedRule({ content, ...ref }: NonNullable<CauseItem['rule']>): ChangedRule {
  if (content === undefined) return { kind: 'rule', ...ref };
  const { cidr, ports, ...rest } = content;
  const entry = { ...ref, ...rest, cidrBlock: cidr, ...(ports && { portRange: ports }) };
  return { kind: 'rule', ...ref, entry };
}

export function toCauseItem({ target, ...cause }: GapCause): Json {
  return toJson({ ...cause, ...(target && { rule: toRuleItem(target) }) });
}

function toRuleItem({ direction, ruleNumber, entry }: ChangedRule): object {
  if (entry === undefined) return { direction, ruleNumber };
  const { action, protocol, cidrBlock, portRange } = entry;
  const content = {
    action,
    protocol,
    cidr: formatCidrBlock(cidrBlock),
    ...(portRange && { ports: portRange }),
  };
  return { direction, ruleNumber, content };
}
