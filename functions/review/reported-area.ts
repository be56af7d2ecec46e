import { type Gap, isForgotten } from '../coverage/gaps.ts';
import { type CidrBlock, contains, halves, overlaps, parseCidrBlock } from '../coverage/space/cidr-block.ts';
import { isEmpty, type PortSet, subtract } from '../coverage/space/port-set.ts';
import type { ReportedGaps } from './reported-gaps.ts';
import type { ReportedGap } from './words/reported-gap.ts';

interface Rectangle {
  readonly cidrBlock: CidrBlock;
  readonly ports: PortSet;
}

/**
 * Whether an alert has reported all that is missing: the gaps only shrank, or deny rules of an operator took their place.
 * Unknown where the alert has more gaps than a finding keeps: then it has not.
 */
export function isReportedArea(gaps: readonly Gap[], { listed, omitted }: ReportedGaps): boolean {
  if (omitted > 0) return false;
  const reported = Map.groupBy(listed.filter(isForgotten), toWay);
  return gaps.filter(isForgotten).every(gap => {
    const rectangles = (reported.get(toWay(gap)) ?? []).map(toRectangle);
    return isCovered({ cidrBlock: gap.cidrBlock, ports: [gap.ports] }, rectangles);
  });
}

function toWay({ direction, protocol }: Pick<ReportedGap, 'direction' | 'protocol'>): string {
  return `${direction} ${protocol}`;
}

function toRectangle({ cidr, fromPort, toPort }: ReportedGap): Rectangle {
  return { cidrBlock: parseCidrBlock(cidr), ports: [{ from: fromPort, to: toPort }] };
}

/** Whether the rectangles together contain it; where none has all of its addresses, each half is looked at. */
function isCovered({ cidrBlock, ports }: Rectangle, others: readonly Rectangle[]): boolean {
  const near = others.filter(other => overlaps(other.cidrBlock, cidrBlock));
  const [whole, parts] = [
    near.filter(other => contains(other.cidrBlock, cidrBlock)),
    near.filter(other => !contains(other.cidrBlock, cidrBlock)),
  ];
  const left = whole.reduce((rest, other) => subtract(rest, other.ports), ports);
  if (isEmpty(left)) return true;
  return (
    parts.length > 0 && halves(cidrBlock).every(half => isCovered({ cidrBlock: half, ports: left }, parts))
  );
}
