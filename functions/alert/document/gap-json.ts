import type { Gap } from '../../coverage/gaps.ts';
import { formatCidrBlock } from '../../coverage/space/cidr-block.ts';
import type { DocumentGap } from './document-parts.ts';

/** A gap as programs get it: in the alert document and from check. Its fields are a contract: add, never change. */
export function toGapJson(gap: Gap) {
  const { direction, deniedBy, admittedBy, evidence, severity } = gap;
  return {
    direction,
    ...toRectangleJson(gap),
    deniedBy: deniedBy.kind,
    ruleNumber: deniedBy.kind === 'entry' ? deniedBy.ruleNumber : null,
    admittedBy,
    evidence,
    severity,
  };
}

/** Which replies it is about. */
export function toRectangleJson({
  protocol,
  cidrBlock,
  ports,
}: Pick<Gap, 'protocol' | 'cidrBlock' | 'ports'>) {
  return { protocol, cidr: formatCidrBlock(cidrBlock), fromPort: ports.from, toPort: ports.to };
}

/** A gap of the alert document, with what it cuts off by its Name tag, where there is one. */
export function toGapWithOwners(gap: Gap, names: ReadonlyMap<string, string>): DocumentGap {
  return { ...toGapJson(gap), behind: gap.behind.map(({ name }) => names.get(name) ?? name) };
}
