import { isForgotten } from '../../coverage/gaps.ts';
import { formatPorts, type PortSet, toPortSet } from '../../coverage/space/port-set.ts';
import type { CoverageAlert } from '../../review/words/alert.ts';
import type { Impact } from '../../review/words/impact.ts';
import { isBroad } from '../words/headline-parts.ts';
import { renderNetworkAcl } from '../words/names.ts';
import { capitalize, joinFirst } from '../words/plain-text.ts';
import { renderRuleNames } from '../words/rule-text.ts';
import { renderShare, toHitClients } from '../words/share-text.ts';

const RANGES_SHOWN = 3;
/** Below it a share is of no client that a headline names. */
const NOT_HIT = 0.01;

/** Why replies are denied, and of which connections; a sentence or two a line. */
export function renderCauseLines(alert: CoverageAlert): string[] {
  const [impact] = alert.impacts;
  if (impact === undefined) return [];
  const gaps = alert.coverage.gaps.filter(
    ({ direction, protocol, severity }) =>
      direction === impact.direction && protocol === impact.transport && severity !== 'none',
  );
  const missing = toPortSet(gaps.filter(isForgotten).map(({ ports }) => ports));
  if (missing.length === 0) return renderDenials(alert, impact, gaps);
  if (isBroad(impact)) return renderMissing(alert, impact, missing);
  const [{ share }] = toHitClients(impact);
  return share === 'all' ? renderMissing(alert, impact, missing) : renderRandom(impact, missing);
}

/** No rule allows the replies. */
function renderMissing(alert: CoverageAlert, { direction }: Impact, missing: PortSet): string[] {
  const name = renderNetworkAcl(alert);
  return direction === 'egress'
    ? [`Replies go to client ${renderPorts(missing)}. No outbound rule of ${name} allows them.`]
    : [`Replies come back to ${renderPorts(missing)}. No inbound rule of ${name} allows them.`];
}

/** The port decides: the next try has another one. */
function renderRandom(impact: Impact, missing: PortSet): string[] {
  const whose = impact.direction === 'egress' ? 'client port' : 'own port';
  const fails = impact.transport === 'tcp' ? 'A connection fails' : 'A request gets no reply';
  return [
    `${fails} when its ${whose} is ${renderWhere(missing)}, so a retry often works.`,
    ...renderAffected(impact),
  ];
}

/** The ports that a client may use begin at 1024, and end at 65535. */
function renderWhere(missing: PortSet): string {
  const [first, ...others] = missing;
  if (first === undefined || others.length > 0) return `in ${renderRanges(missing)}`;
  if (first.from <= 1_024) return `below ${first.to + 1}`;
  return first.to === 65_535 ? `${first.from} or above` : `in ${renderRanges(missing)}`;
}

/** Where those who connect directly are not hit, a reader would not find it. */
function renderAffected({ direction, shares }: Impact): string[] {
  const isNatAlone = shares.linux < NOT_HIT && shares.windows < NOT_HIT && shares.nat >= NOT_HIT;
  if (!isNatAlone || direction === 'ingress') return [];
  const share = renderShare(shares.nat);
  const portion = /%$/.test(share) ? share : `${Math.round(shares.nat * 100)}%`;
  return [
    `Affected: NAT gateways, mobile networks, load balancers and Lambda (${portion} of their ports).`,
    'Not affected: Linux, Windows and macOS clients that connect directly.',
  ];
}

/** Rules that an operator wrote deny the replies. */
function renderDenials(
  alert: CoverageAlert,
  { direction }: Impact,
  gaps: CoverageAlert['coverage']['gaps'],
): string[] {
  const numbers = gaps.flatMap(({ deniedBy }) => (deniedBy.kind === 'entry' ? deniedBy.ruleNumber : []));
  const refs = [...new Set(numbers)].map(ruleNumber => ({ direction, ruleNumber }));
  if (refs.length === 0) return [];
  const rules = renderRuleNames(refs);
  const [start, verb] = [capitalize(rules), refs.length === 1 ? 'denies' : 'deny'];
  return [
    `${start} of ${renderNetworkAcl(alert)} ${verb} replies to client ${renderPorts(toPortSet(gaps.map(gap => gap.ports)))}.`,
  ];
}

/** `ports 1024-65535`, or `port 3389`. */
function renderPorts(ports: PortSet): string {
  return `${ports.length === 1 && ports[0]?.from === ports[0]?.to ? 'port' : 'ports'} ${renderRanges(ports)}`;
}

function renderRanges(ports: PortSet): string {
  return joinFirst(
    ports.map(range => formatPorts([range])),
    RANGES_SHOWN,
    'ranges',
  );
}
