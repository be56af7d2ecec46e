import { EVIDENCE } from '../coverage/evidence.ts';
import { DIRECTIONS, TRANSPORTS, type Transport } from '../coverage/network-acl-entry.ts';
import { LAST_PORT } from '../coverage/space/port-set.ts';
import type { Definition } from '../parsing/definition.ts';
import { list, object, optional } from '../parsing/structures.ts';
import { flag, integer, number, oneOf, text } from '../parsing/values.ts';
import { type Impact, type Listed, TARGET_TYPES } from '../review/words/impact.ts';
import { type Json, toJson } from './attribute-values.ts';

const port = integer(0, LAST_PORT);
const share = number(0, 1);
const range = object({ from: port, to: port });
const listed = <T>(item: Definition<T>): Definition<Listed<T>> =>
  object({ shown: list(item), omitted: integer(0) }) as Definition<Listed<T>>;

/** Who was hit, as a finding keeps it. */
export const IMPACT = object({
  direction: oneOf(DIRECTIONS),
  transport: oneOf(Object.keys(TRANSPORTS) as Transport[]),
  evidence: oneOf(EVIDENCE),
  services: listed(range),
  admittedBy: listed(integer(1)),
  sources: listed(text),
  isOnlyThere: flag,
  onlyFamily: optional(oneOf(['ipv4', 'ipv6'])),
  shares: object({ linux: share, windows: share, nat: share }),
  isNatKnown: flag,
  targets: listed(object({ type: oneOf(TARGET_TYPES), id: text, name: optional(text) })),
  interfaces: optional(object({ hit: integer(0), all: integer(0), ownersKnown: flag })),
  groups: listed(object({ id: text, name: text, services: list(range), sources: listed(text) })),
});

/** The impact as an item keeps it: all of it is JSON. */
export function toImpactItem(impact: Impact): Json {
  return toJson(impact);
}
