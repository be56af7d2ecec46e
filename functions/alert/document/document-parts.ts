import { DIRECTIONS, TRANSPORTS } from '../../coverage/network-acl-entry.ts';
import { SEVERITIES } from '../../coverage/severity.ts';
import type { Parsed } from '../../parsing/definition.ts';
import { described, list, nullable, object } from '../../parsing/structures.ts';
import { integer, knownOr, text } from '../../parsing/values.ts';
import { MOST_SUBNETS } from './limits.ts';

export const textOrNull = nullable(text);
export const texts = list(text);
export const port = integer(0, 65_535);
export const ruleNumber = integer(1, 32_766);
export const severity = knownOr(SEVERITIES);
export const direction = knownOr(DIRECTIONS);

export const NETWORK_ACL = object({
  id: text,
  name: described('Of its Name tag.', textOrNull),
  ...{ vpcId: textOrNull, vpcName: textOrNull },
  subnets: list(object({ id: text, name: textOrNull }), MOST_SUBNETS),
  subnetsOmitted: integer(0),
});

export const GAP = object({
  direction,
  protocol: knownOr(Object.keys(TRANSPORTS)),
  cidr: text,
  ...{ fromPort: port, toPort: port },
  deniedBy: knownOr(['default', 'entry']),
  ruleNumber: described('Of the entry that denies the replies.', nullable(ruleNumber)),
  admittedBy: described('The rules that let the clients in.', list(ruleNumber)),
  evidence: described('Why the replies count as required.', textOrNull),
  severity: nullable(severity),
  behind: described('What the gap cuts off, by name.', texts),
});
export type DocumentGap = Parsed<typeof GAP>;
