import type { CoverageAlert } from '../../review/words/alert.ts';
import type { Impact } from '../../review/words/impact.ts';
import { renderHeadline } from '../words/headline.ts';
import { renderBroad, renderWhat, type Tense } from '../words/headline-parts.ts';
import { capitalize } from '../words/plain-text.ts';
import { toHitClients } from '../words/share-text.ts';

/** The headline, and what limits or extends it; a sentence a line. */
export function renderImpactLines({ impacts, coverage }: CoverageAlert, tense: Tense): string[] {
  const [worst] = impacts;
  if (worst === undefined) return [];
  if (tense === 'over') return [renderHeadline(worst, tense)];
  const others = impacts.filter(other => other.direction === worst.direction && other !== worst);
  return [
    renderHeadline(worst, tense),
    ...others.map(other => renderOther(other, worst, tense)),
    ...(worst.onlyFamily ? [`${worst.onlyFamily === 'ipv6' ? 'IPv4' : 'IPv6'} is not affected.`] : []),
    ...(worst.isOnlyThere ? ['Other sources are not affected.'] : []),
    ...renderOwnConnections(coverage, worst),
  ];
}

/** The tense of an alert about a problem that is not over. */
export function toTense({ networkAcl }: CoverageAlert): Tense {
  return networkAcl.subnetIds.length > 0 ? 'now' : 'unused';
}

/** The other transport is said in short where it is hit as badly. */
function renderOther(other: Impact, worst: Impact, tense: Tense): string {
  if (other.evidence === 'broad' && other.services.shown.length === 0)
    return `${capitalize(renderBroad(other, tense))}.`;
  const isAll = [other, worst].every(impact => toHitClients(impact)[0].share === 'all');
  if (!isAll || other.transport === 'tcp') return renderHeadline(other, tense);
  return `No ${renderWhat(other).replace(/requests$/, 'request')} gets a reply, either.`;
}

/** Inbound replies, beside the outbound ones that the alert is about. */
function renderOwnConnections({ ingressSeverity }: CoverageAlert['coverage'], worst: Impact): string[] {
  const isHit = worst.direction === 'egress' && ingressSeverity === 'high';
  return isHit ? ["Some of the subnets' own outgoing connections get no replies, either."] : [];
}
