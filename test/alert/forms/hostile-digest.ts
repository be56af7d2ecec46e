import { SEVERITIES } from '../../../functions/coverage/severity.ts';
import { ALERT_KINDS } from '../../../functions/review/words/alert-kind.ts';
import type {
  Cause,
  Digest,
  DigestAbout,
  DigestGroup,
  DigestMember,
} from '../../../functions/review/words/digest.ts';
import { type Absence, DIGEST_SCOPES, type HubDigest } from '../../../functions/review/words/hub-digest.ts';
import { MODES } from '../../../functions/review/words/mode.ts';
import { toRandom } from '../../oracle/generate/random.ts';
import { type Below, pick, toChange, toHostileAlert, toText, toUnreadable } from './hostile-alert.ts';

const ACCOUNTS = ['123456789012', '210987654321', '333333333333'] as const;

/** A digest as bad as the seed makes it: up to a thousand network ACLs, and anything in the texts of others. */
export function toHostileDigest(seed: number): Digest {
  const random = toRandom(seed ^ 0xd16e57);
  const below: Below = count => random() % count;
  const at = new Date(below(2 ** 31) * 1_000);
  const count = pick(below, [0, 1, 3, 9]);
  return {
    ...{ kind: 'digest', id: '5d1e2f30a4b5c6d7', account: '123456789012', region: 'ap-southeast-2' },
    ...{ partition: 'aws', mode: pick(below, MODES), minSeverity: 'medium', at },
    ...{ about: toAbout(below, at), severity: pick(below, SEVERITIES) },
    open: { none: below(9), low: below(9), medium: below(9), high: below(99) },
    groups: Array.from({ length: count }, (_, index) => toGroup(below, seed + index)),
    ...(below(2) > 0 && { nextReminderAt: at }),
    ...(below(2) > 0 && { hub: toHub(below, at) }),
  };
}

function toHub(below: Below, at: Date): HubDigest {
  const absent = Array.from({ length: pick(below, [0, 1, 8, 400]) }, () => ({
    ...{ account: pick(below, ACCOUNTS), region: 'ap-southeast-2', since: at },
    reason: pick<Absence>(below, [
      { kind: 'silent' },
      { kind: 'not-swept' },
      { kind: 'unreachable', code: toText(below) },
    ]),
  }));
  const accountNames = new Map(ACCOUNTS.map(account => [account, toText(below)]));
  return { about: pick(below, DIGEST_SCOPES), accounts: below(9), accountNames, absent };
}

function toAbout(below: Below, at: Date): DigestAbout {
  const counts = { evaluated: below(3), covered: below(9), low: below(3), muted: below(3), unused: below(3) };
  const assumed = { exposureKnown: below(3), receivers: below(3) };
  const others = { failed: below(3), withShadowedDenies: below(3), shadowedDenies: [], assumed };
  const sweep = { at, ...counts, ...others };
  return pick<DigestAbout>(below, [
    { kind: 'first-sweep', sweep, ...(below(2) > 0 && { writesFrom: at }) },
    { kind: 'sweep', sweep },
    { kind: 'all-well', sweep },
    { kind: 'open' },
    { kind: 'absence' },
    { kind: 'reminders', trend: { lastAt: at, last: below(9), fixedSince: below(9), newSince: below(9) } },
    {
      kind: 'burst',
      burst: {
        ...(below(4) > 0 && { change: { ...toChange(below), region: 'ap-southeast-2' } }),
        ...{ isSameChange: below(2) > 0, span: { first: at, last: at } },
      },
    },
  ]);
}

function toGroup(below: Below, seed: number): DigestGroup {
  const alert = toHostileAlert(seed);
  const coverage = 'coverage' in alert ? alert.coverage : undefined;
  const entries = coverage?.plan.entries ?? [];
  const size = pick(below, [1, 2, 30, 400]);
  return {
    ...{ account: pick(below, ACCOUNTS), kind: pick(below, ALERT_KINDS), severity: pick(below, SEVERITIES) },
    ...(below(2) > 0 && { change: toChange(below) }),
    ...{ cause: toCause(below), clients: coverage?.clients ?? [], entries },
    members: Array.from({ length: size }, () => toMember(below, entries)),
  };
}

function toCause(below: Below): Cause {
  const ports = [{ from: below(1_024), to: 65_535 }];
  return pick<Cause>(below, [
    {
      ...{ kind: 'missing', ephemeralPorts: [{ from: 1_024, to: 65_535 }] },
      missing: [{ direction: pick(below, ['egress', 'ingress']), protocol: 'tcp', ports }],
    },
    { kind: 'broad' },
    { kind: 'decided', ruleNumbers: [below(32_766)] },
    { kind: 'no-effect', noEffect: { direction: 'egress', ruleNumber: 1, decidedBy: 2, isOnlyCause: true } },
    { kind: 'unreadable', reason: toUnreadable(below) },
    { kind: 'over' },
  ]);
}

function toMember(below: Below, entries: DigestGroup['entries']): DigestMember {
  const name = toText(below);
  return {
    ...{ region: 'ap-southeast-2', networkAclId: 'acl-0a1b2c3d4e5f60718' },
    ...(below(4) > 0 && { name, vpcName: toText(below) }),
    ...{ vpcId: pick(below, ['', 'vpc-0f1e2d3c4b5a69788']), since: new Date(0), alertId: '0123456789abcdef' },
    ...{ services: entries.slice(0, below(4)), servicesOmitted: below(3) },
    ...{ sources: Array.from({ length: below(4) }, () => '10.0.0.0/8'), sourcesOmitted: below(3) },
    ...{ targets: [{ type: 'load balancer', name: toText(below) }], targetsOmitted: below(3) },
    ...{ added: entries.slice(0, below(40)), unpublished: below(3) },
  };
}
