import { isForgotten } from '../../coverage/gaps.ts';
import {
  isDefaultRule,
  LAST_RULE_NUMBER,
  type NetworkAclEntry,
  TRANSPORTS,
  type Transport,
  toMatch,
} from '../../coverage/network-acl-entry.ts';
import { type CidrBlock, parseCidrBlock, UNIVERSE } from '../../coverage/space/cidr-block.ts';
import { hull, type PortRange, toPortSet } from '../../coverage/space/port-set.ts';
import type { CoverageAlert } from '../../review/words/alert.ts';

/** Rules that are proposed; a reader has to look at more of them first. */
const MOST_RULES = 2;
/** The usual distance between rule numbers. */
const STEP = 10;

/**
 * The inbound rules that would let the missing replies in, behind all other rules: what denies stays in force. The guard never
 * writes them: they open ports.
 *
 * @returns none where too many would be needed, or no number is free in front of what denies everything
 */
export function proposeInbound(alert: CoverageAlert): NetworkAclEntry[] {
  const { networkAcl } = alert;
  const protocol = alert.impacts[0]?.transport ?? 'tcp';
  const wanted = toWanted(alert, protocol);
  if (wanted.blocks.length > MOST_RULES || wanted.ports === undefined) return [];
  const entries: NetworkAclEntry[] = [];
  for (const cidrBlock of wanted.blocks) {
    const ruleNumber = findNumber([...networkAcl.entries, ...entries], cidrBlock, protocol);
    if (ruleNumber === undefined) return [];
    entries.push({
      ...{ ruleNumber, direction: 'ingress', action: 'allow', protocol: TRANSPORTS[protocol] },
      ...{ cidrBlock, portRange: wanted.ports },
    });
  }
  return entries;
}

/** The called addresses, and the ports to which they reply. */
function toWanted(
  { coverage, impacts }: CoverageAlert,
  protocol: Transport,
): { readonly blocks: readonly CidrBlock[]; readonly ports: PortRange | undefined } {
  const gaps = coverage.gaps.filter(
    gap => gap.direction === 'ingress' && gap.protocol === protocol && isForgotten(gap),
  );
  const severe = gaps.filter(({ severity }) => severity === 'high');
  const counted = severe.length > 0 ? severe : gaps;
  const { shown = [], omitted = 0 } = impacts[0]?.sources ?? {};
  const families = [...new Set(counted.map(({ cidrBlock }) => cidrBlock.family))];
  const anywhere = families.map(family => UNIVERSE[family]);
  return {
    blocks:
      omitted > 0
        ? counted.map(({ cidrBlock }) => cidrBlock)
        : shown.length > 0
          ? shown.map(parseCidrBlock)
          : anywhere,
    ports: hull(toPortSet(counted.map(({ ports }) => ports))),
  };
}

/** Behind all other rules, but in front of one that denies everything. */
function findNumber(
  entries: readonly NetworkAclEntry[],
  { family }: CidrBlock,
  protocol: Transport,
): number | undefined {
  const inbound = entries.filter(entry => entry.direction === 'ingress' && !isDefaultRule(entry));
  const used = new Set(inbound.map(({ ruleNumber }) => ruleNumber));
  const denies = inbound.filter(
    ({ action, cidrBlock }) =>
      action === 'deny' && cidrBlock.family === family && cidrBlock.prefixLength === 0,
  );
  const end = Math.min(
    LAST_RULE_NUMBER + 1,
    ...denies.filter(entry => toMatch(entry, protocol)).map(({ ruleNumber }) => ruleNumber),
  );
  const last = Math.max(0, ...[...used].filter(ruleNumber => ruleNumber < end));
  const next = (Math.floor(last / STEP) + 1) * STEP;
  return [next, last + 1].find(ruleNumber => ruleNumber < end && !used.has(ruleNumber));
}
