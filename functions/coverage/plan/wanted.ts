import { isCertain } from '../evidence.ts';
import type { Gap } from '../gaps.ts';
import type { DeniedArea, Judgement } from '../judgement.ts';
import { memoise } from '../memoise.ts';
import { toReplies } from '../replies.ts';
import { reaches } from '../severity.ts';
import type { AddressNode, Located } from '../space/address-tree.ts';
import { isEmpty, overlaps, type PortRange } from '../space/port-set.ts';
import type { AreaKind } from '../traffic.ts';
import type { Wishes } from './exact-blocks.ts';

/** Whether entries are planned for the area. */
export function isWanted({ service, severity }: DeniedArea): boolean {
  return isCertain(service.evidence) && reaches(severity, 'medium');
}

/** Whether entries are planned for the gap. One that an operator decided on is of severity `low`. */
export function isWantedGap({ evidence, severity }: Gap): boolean {
  return isCertain(evidence) && reaches(severity, 'medium');
}

/** Whether the gap is as bad, but does not say of itself what is meant by the rule that lets everything in. */
export function isBroadGap({ evidence, severity }: Gap): boolean {
  // Stryker disable next-line ConditionalExpression: of gaps with other evidence a plan leaves nothing
  return evidence === 'broad' && reaches(severity, 'medium');
}

/** What an entry for the ports has to open and what it must not: replies that no one wants, denied by default. */
export function toWishes({ traffic }: Judgement, wanted: readonly DeniedArea[], ports: PortRange): Wishes {
  const toOpen = wanted.filter(({ replies }) => overlaps(replies.deniedByDefault, [ports]));
  const open = new Set<AddressNode<Located>>(toOpen.flatMap(({ area }) => area.nodes));
  const isDenied = memoise(
    (matches: AreaKind['egress']) => !isEmpty(toReplies(matches, [ports]).deniedByDefault),
  );
  const opened = new Set(toOpen.map(({ area }) => area));
  const others = traffic.areas.filter(area => !opened.has(area) && !area.kind.isOwnSubnet);
  const closed = new Set(others.filter(({ kind }) => isDenied(kind.egress)).flatMap(({ nodes }) => nodes));
  return { open, closed };
}
