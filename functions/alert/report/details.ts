import type { Alert, CoverageAlert, GapAlert } from '../../review/words/alert.ts';
import type { Impact, Target } from '../../review/words/impact.ts';
import { renderDifference } from '../words/difference-text.ts';
import { changeLink, networkAclLink } from '../words/links.ts';
import { renderNamed } from '../words/place-text.ts';
import { joinFirst } from '../words/plain-text.ts';
import { renderMore } from '../words/target-text.ts';
import { renderEvidence } from './evidence-text.ts';
import type { Detail } from './report.ts';

const OWNERS_SHOWN = 2;
const SUBNETS_SHOWN = 3;
const DIFFERENCES_SHOWN = 6;

/** Where to look. @param isInFix - whether the console's address is in the fix already */
export function toLinkDetails(alert: Alert, isInFix = false): Detail[] {
  const { networkAclId, change } = alert;
  return [
    ...toAccountDetail(alert),
    ...(isInFix ? [] : [{ label: 'Console', text: networkAclLink(alert, networkAclId) }]),
    ...(change?.eventId ? [{ label: 'Change', text: changeLink(alert, change.eventId) }] : []),
  ];
}

/** The account's name says more than its id, which is in the subject. */
function toAccountDetail({ account, accountName, region }: Alert): Detail[] {
  if (accountName === undefined) return [];
  return [{ label: 'Account', text: `${renderNamed(account, accountName)}, ${region}` }];
}

/** What is behind it, why it counts and who is hit. @param blocked - the label of the shares */
export function toFacts(alert: CoverageAlert, blocked: string): Detail[] {
  const [impact] = alert.impacts;
  const evidence = renderEvidence(alert);
  return [
    ...detail('Behind it', renderBehind(alert)),
    ...detail('Evidence', evidence),
    ...(impact ? detail(blocked, renderShares(impact)) : []),
  ];
}

function detail(label: string, text: string | undefined): Detail[] {
  return text ? [{ label, text }] : [];
}

/** `load balancer web; subnets public-a, public-b; VPC shop-prod`. */
function renderBehind({ impacts, networkAcl, names }: CoverageAlert): string {
  const owners = (impacts[0]?.targets.shown ?? []).filter(({ type }) => type !== 'subnet');
  const omitted = impacts[0]?.targets.omitted ?? 0;
  const shown = owners.slice(0, OWNERS_SHOWN).map(renderOwner);
  const more = owners.length > 0 ? renderMore(owners.length - shown.length + omitted, '') : [];
  const { vpcId, subnetIds } = networkAcl;
  const parts = [
    [...shown, ...more].join(', '),
    renderInterfaces(impacts[0]),
    renderSubnets(subnetIds, names),
    vpcId && (names.has(vpcId) ? `VPC ${names.get(vpcId)}` : vpcId),
  ];
  return parts.filter(Boolean).join('; ');
}

/** `14 of 61 network interfaces`; of what the subnets themselves call, all of them. Nothing where all are hit. */
function renderInterfaces(impact: Impact | undefined): string {
  const { hit, all } = impact?.interfaces ?? { hit: 0, all: 0 };
  if (all === 0 || hit === all) return '';
  if (impact?.direction === 'ingress') return `${all} network interface${all === 1 ? '' : 's'}`;
  return hit === 0 ? '' : `${hit} of ${all} network interfaces`;
}

/** `subnets public-a, public-b and 3 more`; an id says what it is. */
function renderSubnets(ids: readonly string[], names: CoverageAlert['names']): string {
  const shown = joinFirst(
    ids.map(id => names.get(id) ?? id),
    SUBNETS_SHOWN,
    '',
  ).trimEnd();
  if (ids.length === 0 || !ids.some(id => names.has(id))) return shown;
  return `${ids.length === 1 ? 'subnet' : 'subnets'} ${shown}`;
}

/** An instance by its id, which commands need: its name is in the headline. */
function renderOwner({ type, id, name }: Target): string {
  return type === 'instance' ? id : `${type} ${name ?? id}`;
}

/** `NAT, load balancers and Lambda 49%; Linux 0%; Windows and macOS 0%`, worst first. */
export function renderShares({ direction, shares, isNatKnown }: Impact): string {
  const isEgress = direction === 'egress';
  const rows = [
    { name: 'Linux', share: shares.linux },
    { name: isEgress ? 'Windows and macOS' : 'Windows', share: shares.windows },
    ...(isEgress || isNatKnown ? [{ name: 'NAT, load balancers and Lambda', share: shares.nat }] : []),
  ];
  return rows
    .toSorted((one, other) => other.share - one.share)
    .map(({ name, share }) => `${name} ${renderPercent(share)}`)
    .join('; ');
}

/** Never 0 % or 100 % of what is only nearly that. */
function renderPercent(share: number): string {
  if (share > 0 && share < 0.01) return 'below 1%';
  return share < 1 && share > 0.99 ? 'above 99%' : `${Math.round(share * 100)}%`;
}

/** What is new and what is gone since the last alert. */
export function toDifferences(alert: GapAlert): Detail[] {
  const lines = renderDifference(alert).map(toDifference);
  const shown = lines.slice(0, DIFFERENCES_SHOWN);
  const rest = lines.length - shown.length;
  return [...shown, ...(rest > 0 ? [toDifference(`${rest} more differences`)] : [])];
}

function toDifference(line: string): Detail {
  const [, what, text] = /^(new|no longer): (.+)$/.exec(line) ?? [];
  if (text === undefined) return { label: 'Since the last alert', text: line };
  return { label: what === 'new' ? 'New since the last alert' : 'Closed since the last alert', text };
}
