import type { Ground } from './areas.ts';
import { CLIENTS } from './clients.ts';
import { inRange, type Range, TCP } from './entry.ts';
import { denialOf, hasDenial, isMissing, type Replies } from './replies.ts';

/** Mildest first. */
export const SEVERITIES = ['none', 'low', 'medium', 'high'] as const;
export type Severity = (typeof SEVERITIES)[number];

const HALF = { of: 2 };
const TENTH = { of: 10 };

/** Of the required ports in the range, at one area. */
interface Share {
  readonly denied: number;
  readonly required: number;
}

function isAtLeast({ denied, required }: Share, { of }: typeof HALF): boolean {
  return required > 0 && denied * of >= required;
}

/** @param isDenied - whether the reply to the required port counts as denied */
export function toShare({ required }: Replies, range: Range, isDenied: (port: number) => boolean): Share {
  const inside = [...required].filter(([port]) => inRange(range, port));
  const sum = (ports: readonly (readonly [port: number, count: number])[]) =>
    ports.reduce((total, [, count]) => total + count, 0);
  return { required: sum(inside), denied: sum(inside.filter(([port]) => isDenied(port))) };
}

/** Section 6: the severity of one area, in egress; `none` where nothing is denied. */
export function judgeSeverity(ground: Ground, replies: Replies): Severity {
  if (!hasDenial(replies)) return 'none';
  return mildest(judgeShares(replies), capOf(ground, replies));
}

function judgeShares(replies: Replies): Severity {
  const share = (range: Range) => toShare(replies, range, port => isMissing(replies, port));
  const isHigh = isAtLeast(share(CLIENTS.linux), HALF) || isAtLeast(share(CLIENTS.windows), HALF);
  if (isHigh) return 'high';
  if (isAtLeast(share(CLIENTS.linux), TENTH)) return 'medium';
  const isNatCutOff = isAtLeast(share(CLIENTS['nat-elb-lambda']), TENTH);
  if (replies.area.isPrivate) return isNatCutOff && replies.area.hasNatClient ? 'medium' : 'low';
  return isNatCutOff || isAtLeast(share(CLIENTS.windows), TENTH) ? 'medium' : 'low';
}

/** Section 5, severity at most; and section 6, of a network ACL that no subnet uses. */
function capOf({ it: { place } }: Ground, { evidence }: Replies): Severity {
  if (!place.inUse || evidence === 'unaccepted') return 'low';
  const isEmpty = place.exposure.kind === 'known' && place.exposure.interfaces.length === 0;
  return evidence === 'broad' || (evidence === 'named' && isEmpty) ? 'medium' : 'high';
}

function mildest(a: Severity, b: Severity): Severity {
  return SEVERITIES.indexOf(a) < SEVERITIES.indexOf(b) ? a : b;
}

export function worst(severities: readonly Severity[]): Severity {
  return SEVERITIES.findLast(one => severities.includes(one)) ?? 'none';
}

/** Section 2: `high` where an alert is due, of one area, in ingress. */
export function judgeIngressSeverity({ it: { place } }: Ground, replies: Replies): Severity {
  if (!hasDenial(replies)) return 'none';
  return place.inUse && isIngressAlertDue(replies, hasNatBehind(place)) ? 'high' : 'low';
}

/** @param isNatBehind - whether a NAT gateway, a load balancer or a Lambda function is behind the network ACL */
export function isIngressAlertDue(replies: Replies, isNatBehind: boolean): boolean {
  if (replies.transport !== TCP || replies.evidence !== 'named') return false;
  const share = (range: Range) => toShare(replies, range, port => isMissing(replies, port));
  return (
    isAtLeast(share(CLIENTS.linux), HALF) ||
    isAtLeast(share(CLIENTS.windows), HALF) ||
    (isNatBehind && isAtLeast(share(CLIENTS['nat-elb-lambda']), TENTH))
  );
}

const NAT_KINDS = ['nat-gateway', 'load-balancer', 'network-load-balancer', 'lambda'];

function hasNatBehind({ exposure }: Ground['it']['place']): boolean {
  return exposure.kind === 'known' && exposure.interfaces.some(({ kind }) => NAT_KINDS.includes(kind));
}

export type Verdict = 'allowed' | 'partial' | 'blocked' | undefined;

export interface ClientVerdict {
  readonly replies: Verdict;
  readonly deniedShare: number | undefined;
}

/** Section 3: at the worst area of egress; every denial counts. */
export function judgeClient(ground: Ground, egress: readonly Replies[], client: Range): ClientVerdict {
  const { required } = ground.it.settings;
  if (!required.some(({ from, to }) => from <= client.to && client.from <= to)) {
    return { replies: undefined, deniedShare: undefined };
  }
  const shares = egress
    .filter(({ evidence }) => evidence !== undefined && evidence !== 'unaccepted')
    .map(replies => toShare(replies, client, port => denialOf(replies, port) !== undefined))
    .map(({ denied, required: all }) => denied / all);
  const deniedShare = Math.max(0, ...shares);
  return { deniedShare, replies: toVerdict(deniedShare) };
}

function toVerdict(deniedShare: number): Verdict {
  if (deniedShare < 0.01) return 'allowed';
  return deniedShare >= 0.99 ? 'blocked' : 'partial';
}
