import {
  countServices,
  type HeadlineImpact,
  isBroad,
  isListed,
  MOST_NAMED,
  NOUNS,
  renderBroad,
  renderFamily,
  renderServiceList,
  renderWay,
  renderWhat,
  type Tense,
  toNamed,
  toNoun,
  toOutgoing,
  VERBS,
} from './headline-parts.ts';
import { capitalize } from './plain-text.ts';
import { renderShortService } from './service-text.ts';
import { renderClientNames, renderHostNames, renderShortClientNames, toHitClients } from './share-text.ts';

/**
 * The impact in one sentence, for every medium:
 * `SHARE of the SERVICES connections [over IPv6] [from WHO] [to TARGETS] time out.` A second one has other clients.
 */
export function renderHeadline(impact: HeadlineImpact, tense: Tense = 'now'): string {
  if (isBroad(impact)) return `${capitalize(renderBroad(impact, tense))}.`;
  const list = isListed(impact) ? `: ${renderServiceList(impact)}` : '';
  const sentence = (share: readonly string[], clients: Parameters<typeof renderWay>[1], end: string) =>
    capitalize(
      [
        ...[...share, renderWhat(impact), ...renderFamily(impact), ...renderWay(impact, clients)],
        `${VERBS[impact.transport][tense]}${end}${list}.`,
      ].join(' '),
    );
  if (tense === 'over') return sentence([], [], '');
  const [first, ...others] = toHitClients(impact);
  const isAll = first.share === 'all';
  const start = tense === 'unused' ? ['once a subnet uses it,'] : [];
  const share = [...start, isAll ? 'all' : `${first.share} of the`];
  const names = impact.direction === 'egress' ? renderClientNames : renderHostNames;
  const also = others.map(other => ` From ${names(other.clients)}: ${other.share}.`);
  return sentence(share, first.clients, isAll ? '' : ', at random') + also.join('');
}

/**
 * The same for a subject: without ports, targets and addresses, and without a full stop.
 *
 * @param hasRoom - false: the clients are left out, too
 */
export function renderShortHeadline(impact: HeadlineImpact, tense: Tense = 'now', hasRoom = true): string {
  if (isBroad(impact)) return renderBroad({ ...impact, sources: { shown: [], omitted: 0 } }, tense);
  if (tense === 'over') return renderOver(impact);
  const [{ share, clients }] = toHitClients(impact);
  const who = hasRoom ? renderShortClientNames(clients) : '';
  return [
    share === 'all' ? share : `${share.replace('about ', '')} of`,
    renderShortWhat(impact),
    ...renderFamily(impact),
    ...(who === '' ? [] : [`from ${who}`]),
    VERBS[impact.transport][tense === 'unused' ? 'now' : tense],
  ].join(' ');
}

function renderOver(impact: HeadlineImpact): string {
  const count = countServices(impact);
  if (impact.direction === 'ingress' || count === 0)
    return `${renderShortWhat(impact)} ${VERBS[impact.transport].over}`;
  const who =
    count >= MOST_NAMED ? `clients of ${count} services` : toNamed(toShortServices(impact), 'clients');
  return `${who} get replies again`;
}

function renderShortWhat(impact: HeadlineImpact): string {
  const count = countServices(impact);
  if (count >= MOST_NAMED) return `${toNoun(impact)} to ${count} services`;
  return toOutgoing(impact, toNamed(toShortServices(impact), NOUNS[impact.transport]));
}

function toShortServices({ transport, services }: HeadlineImpact): string[] {
  return services.shown.map(ports => renderShortService(transport, ports));
}
