import { type Coverage, evaluateCoverage } from '../../../functions/coverage/coverage.ts';
import { nothingKnown } from '../../../functions/coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../../../functions/coverage/network-acl.ts';
import type { NetworkAclEntry } from '../../../functions/coverage/network-acl-entry.ts';
import { SEVERITIES } from '../../../functions/coverage/severity.ts';
import { toImpacts } from '../../../functions/review/impact/to-impacts.ts';
import type { Alert } from '../../../functions/review/words/alert.ts';
import { ALERT_KINDS } from '../../../functions/review/words/alert-kind.ts';
import type { Change, ChangeTarget, GapCause } from '../../../functions/review/words/change.ts';
import type { Done, Reason } from '../../../functions/review/words/done.ts';
import { MODES, TAG } from '../../../functions/review/words/mode.ts';
import type { ReportedGap } from '../../../functions/review/words/reported-gap.ts';
import type { Unreadable } from '../../../functions/review/words/unreadable.ts';
import { toEngineEntry } from '../../oracle/engine.ts';
import { toCase } from '../../oracle/generate/network-acl.ts';
import { toRandom, toRecipe } from '../../oracle/generate/random.ts';

export type Below = (count: number) => number;

/** What a caller could put into a name, a tag or a user agent. */
const SCRAPS = [
  'maria',
  '<!channel>',
  '<https://evil.example|console>',
  'see https://evil.example, or www.evil.example.',
  'maria@evil.example',
  '[console](evil.example)',
  '\u009b31m\u200b\u200e\u061c\u2066\ufeff',
  '&amp;&lt;',
  '& < >',
  '\n\nTo fix it:\n  aws ec2 delete-vpc',
  '\r\u2028\u2029\u0000\u001b[31m\u007f\u0085',
  '\u202egnp.exe',
  '```\nend\n```',
  '*bold* _it_ ~no~ `code`',
  '"}],"version":"2"',
  '\ud83d\udd25\ud83d\udd25',
  '\ud83d',
  '\udd25',
  'Zürich 東京 \u0301',
  '%s{jndi:ldap://x}',
  'x'.repeat(700),
  '😀'.repeat(400),
  '&'.repeat(500),
  '`'.repeat(400),
  ' ',
] as const;

const PLACES = [
  ['aws', 'ap-southeast-2'],
  ['aws-cn', 'cn-northwest-1'],
  ['aws-us-gov', 'us-gov-west-1'],
] as const;

/** An alert as bad as the seed makes it: any network ACL, and anything at all in the texts of others. */
export function toHostileAlert(seed: number): Alert {
  const random = toRandom(seed ^ 0x5eed);
  const below: Below = count => random() % count;
  const [partition, region] = pick(below, PLACES);
  const base = {
    id: '0123456789abcdef',
    account: '123456789012',
    region,
    partition,
    mode: pick(below, MODES),
    networkAclId: 'acl-0a1b2c3d4e5f60718',
    since: new Date(below(2 ** 31) * 1_000),
    at: new Date(below(2 ** 31) * 1_000),
    ...(below(4) > 0 && { change: toChange(below) }),
  };
  const kind = pick(below, ALERT_KINDS);
  if (kind === 'cannot-evaluate')
    return { ...base, kind, reason: toUnreadable(below), lastKnownName: toText(below) };
  const evaluated = { ...base, ...toEvaluated(seed, below) };
  const [left] = evaluated.impacts;
  if (kind === 'resolved') return { ...evaluated, kind, ...(left && { left }) };
  const gaps = () => Array.from({ length: below(40) }, () => toGap(below));
  return {
    ...{ ...evaluated, kind, done: toDone(below, evaluated) },
    ...(below(3) === 0 && { cause: toCause(below) }),
    ...(below(3) === 0 && { difference: { added: gaps(), gone: gaps() } }),
  };
}

export function toUnreadable(below: Below): Unreadable {
  if (below(2) === 0) return { kind: 'not-allowed', code: toText(below), role: toText(below) };
  return { kind: 'malformed', field: toText(below), found: toText(below), expected: toText(below) };
}

function toEvaluated(seed: number, below: Below) {
  const { entries: drawn, settings } = toCase(toRecipe(seed));
  const entries = drawn.map(toEngineEntry);
  const ephemeralPorts = settings.required;
  const networkAcl = toNetworkAcl(below, entries);
  const surroundings = nothingKnown('offline');
  const coverage = evaluateCoverage(networkAcl, surroundings, { ephemeralPorts, ruleQuota: 40 });
  const names = new Map([networkAcl.vpcId, ...networkAcl.subnetIds].map(id => [id, toText(below)]));
  return {
    severity: pick(below, SEVERITIES),
    networkAcl,
    coverage,
    ...{ ephemeralPorts, ruleQuota: 40, names },
    impacts: toImpacts({ networkAcl, coverage, surroundings, ephemeralPorts, names }),
  };
}

function toGap(below: Below): ReportedGap {
  return {
    ...{ direction: pick(below, ['egress', 'ingress']), protocol: pick(below, ['tcp', 'udp']) },
    ...{ cidr: toText(below), fromPort: below(65_536), toPort: below(65_536) },
    deniedBy: below(2) === 0 ? { kind: 'default' } : { kind: 'entry', ruleNumber: below(32_767) },
  };
}

function toNetworkAcl(below: Below, entries: readonly NetworkAclEntry[]): NetworkAcl {
  const subnets = pick(below, [0, 1, 3, 200]);
  return {
    networkAclId: 'acl-0a1b2c3d4e5f60718',
    vpcId: pick(below, ['', 'vpc-0f1e2d3c4b5a69788']),
    subnetIds: Array.from({ length: subnets }, (_, index) => `subnet-${String(index).padStart(17, '0')}`),
    inUse: subnets > 0,
    tags: { Name: toText(below), [TAG]: toText(below) },
    entries,
  };
}

type Evaluated = { readonly networkAcl: NetworkAcl; readonly coverage: Coverage };

function toDone(below: Below, { networkAcl: after, coverage }: Evaluated): Done {
  const entries = coverage.plan.entries.slice(0, below(41));
  if (entries.length === 0) return { did: 'nothing', reason: toReason(below) };
  const left = { ...coverage.plan, entries: coverage.plan.entries.slice(entries.length) };
  const coverageAfter = { ...coverage, plan: left };
  return {
    did: 'added',
    entries,
    after,
    coverageAfter,
    isOvertaken: below(4) === 0,
    ...(below(2) > 0 && { unfinished: toReason(below) }),
  };
}

function toReason(below: Below): Reason {
  return pick<Reason>(below, [
    { kind: 'notify-mode' },
    { kind: 'not-opted-in', tag: toText(below) },
    { kind: 'tagged', tag: toText(below) },
    { kind: 'conflict' },
    { kind: 'refused', code: toText(below) },
    { kind: 'unconfirmed', code: toText(below) },
  ]);
}

export function toChange(below: Below): Change {
  const maybe = (name: string, value: unknown) => (below(4) > 0 ? { [name]: value } : {});
  return {
    networkAclId: 'acl-0a1b2c3d4e5f60718',
    action: pick(below, ['CreateNetworkAclEntry', 'DeleteNetworkAclEntry', 'ReplaceNetworkAclAssociation']),
    ...maybe('eventId', toText(below)),
    ...maybe('at', new Date(below(2 ** 31) * 1_000)),
    ...maybe('actor', toText(below)),
    ...maybe('invokedBy', toText(below)),
    ...maybe('sourceAddress', toText(below)),
    ...maybe('userAgent', toText(below)),
    ...maybe('fromConsole', true),
    ...maybe('target', toTarget(below)),
  };
}

function toCause(below: Below): GapCause {
  const { target, ...change } = toChange(below);
  return { ...change, ...(target?.kind === 'rule' && { target }) };
}

function toTarget(below: Below): ChangeTarget {
  if (below(2) === 0) return { kind: 'association', associationId: toText(below) };
  return { kind: 'rule', direction: 'ingress', ruleNumber: below(2 ** 31) };
}

export function toText(below: Below): string {
  return Array.from({ length: below(4) }, () => pick(below, SCRAPS)).join(pick(below, ['', ' ', '\n']));
}

export function pick<T>(below: Below, options: readonly T[]): T {
  return options[below(options.length)] as T;
}
