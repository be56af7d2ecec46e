import type { Alert } from '../../functions/review/words/alert.ts';
import type { AlertKind } from '../../functions/review/words/alert-kind.ts';
import type { Done, Reason } from '../../functions/review/words/done.ts';
import { added, CAUSE, CHANGE, gapAlert, named, resolvedAlert, unreadableAlert } from '../fixtures/alerts.ts';
import { egress, evaluate, ingress, networkAcl } from '../fixtures/network-acls.ts';

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const REPLIES = egress('100 allow tcp 1024-65535 0.0.0.0/0');
const HALF = egress('100 allow tcp 1024-32767 0.0.0.0/0');
const DENIED = [...SSH, ...egress('90 deny tcp 5000 10.0.0.0/8', '100 allow all 0.0.0.0/0')];
const NAMED = { ...named(SSH), change: CHANGE };
const LATER_CHANGE = {
  ...{ eventId: '7b0e2d7c', at: new Date('2026-11-27T08:00:00Z') },
  target: { kind: 'rule', direction: 'egress', ruleNumber: 300 },
} as const;
const NO_EFFECT = { direction: 'egress', ruleNumber: 120, decidedBy: 90 } as const;
const nothing = (reason: Reason): Done => ({ did: 'nothing', reason });
const half = added(SSH, HALF, { kind: 'refused', code: 'NetworkAclEntryLimitExceeded' });

/** One alert of each kind, with all that such an alert can have. */
export const ALERTS: Readonly<Record<AlertKind, Alert>> = {
  gap: gapAlert(SSH, NAMED),
  reminder: gapAlert(SSH, { ...NAMED, kind: 'reminder', cause: CAUSE }),
  remediated: gapAlert(SSH, { ...NAMED, kind: 'remediated', mode: 'remediate', done: added(SSH, REPLIES) }),
  'remediation-failed': gapAlert(SSH, {
    ...NAMED,
    ...{ kind: 'remediation-failed', mode: 'remediate', coverage: half.coverageAfter, done: half },
  }),
  conflict: gapAlert(SSH, {
    ...NAMED,
    ...{ kind: 'conflict', mode: 'remediate', done: nothing({ kind: 'conflict' }) },
    change: {
      ...{ ...CHANGE, action: 'DeleteNetworkAclEntry' },
      target: { kind: 'rule', direction: 'egress', ruleNumber: 100 },
    },
  }),
  resolved: resolvedAlert([...SSH, ...REPLIES], { ...NAMED, severity: 'high' }),
  'cannot-evaluate': unreadableAlert({ change: CHANGE, lastKnownName: 'bastion' }),
};

const gap = {
  ...({ direction: 'egress', protocol: 'tcp', fromPort: 1024, toPort: 65_535 } as const),
  deniedBy: { kind: 'default' },
} as const;
const byRule = { ...gap, deniedBy: { kind: 'entry', ruleNumber: 90 } } as const;

/** Alerts that differ from those in one part, by what is special about them. */
export const VARIANTS: Readonly<Record<string, Alert>> = {
  'only a rule denies': gapAlert(DENIED, { severity: 'low' }),
  'no subnet uses it': gapAlert(SSH, { networkAcl: networkAcl(SSH, { subnetIds: [], inUse: false }) }),
  'IPv6 only': gapAlert([
    ...ingress('100 allow tcp 80 0.0.0.0/0', '110 allow tcp 80 ::/0'),
    ...egress('100 allow tcp 1024-65535 0.0.0.0/0'),
  ]),
  'some clients': gapAlert([...SSH, ...HALF]),
  'at random': gapAlert([...SSH, ...egress('100 allow tcp 32768-65535 0.0.0.0/0')]),
  'inbound replies': gapAlert(egress('100 allow tcp 443 0.0.0.0/0'), { severity: 'high' }),
  'other gaps than before': gapAlert(SSH, {
    difference: {
      added: [{ ...gap, cidr: '0.0.0.0/0' }],
      gone: [
        { ...byRule, cidr: '10.0.0.0/8' },
        { ...byRule, cidr: '11.0.0.0/8' },
      ],
    },
  }),
  'too many gaps to compare': gapAlert(SSH, { difference: { added: [], gone: [] } }),
  'no free rule number': gapAlert([
    ...SSH,
    ...egress('300 deny tcp 5432 10.0.0.0/8', '301 deny all 0.0.0.0/0'),
  ]),
  'no quota left': gapAlert(SSH, {
    coverage: evaluate([...SSH, ...egress('1 allow tcp 1 0.0.0.0/0')], { ruleQuota: 1 }),
    networkAcl: networkAcl([...SSH, ...egress('1 allow tcp 1 0.0.0.0/0')]),
    ruleQuota: 1,
  }),
  'too many rules for code': gapAlert(
    ingress(
      ...Array.from({ length: 11 }, (_, index) => `${100 + index} allow tcp 22 10.${2 * index}.0.0/16`),
    ),
  ),
  'a reminder after another change': gapAlert(SSH, {
    ...{ kind: 'reminder', cause: CAUSE },
    change: { ...CHANGE, ...LATER_CHANGE },
  }),
  'a reminder without a known cause': gapAlert(SSH, { kind: 'reminder', change: CHANGE }),
  'an allow rule without effect': gapAlert([...SSH, ...REPLIES], {
    ...{ severity: 'medium', noEffect: { ...NO_EFFECT, isOnlyCause: true } },
    done: nothing({ kind: 'no-effect' }),
  }),
  'a gap, and an allow rule without effect': gapAlert(SSH, {
    noEffect: { ...NO_EFFECT, isOnlyCause: false },
  }),
  'an allow rule takes effect': resolvedAlert([...SSH, ...REPLIES], {
    ...{ severity: 'medium', noEffect: { ...NO_EFFECT, isOnlyCause: true } },
  }),
  'less severe gaps are left': resolvedAlert(DENIED),
  'a hub knows the name of the account': gapAlert(SSH, { accountName: 'shop-prod' }),
  'the role may not read it': unreadableAlert({
    reason: { kind: 'not-allowed', code: 'UnauthorizedOperation', role: 'guard-GuardRole-1A2B3C4D5E6F' },
  }),
};

/** One of each kind; a new kind has to be added here. */
const REASONS: Readonly<Record<Reason['kind'], Reason>> = {
  'notify-mode': { kind: 'notify-mode' },
  'not-opted-in': { kind: 'not-opted-in', tag: undefined },
  tagged: { kind: 'tagged', tag: 'notify' },
  'firewall-manager': { kind: 'firewall-manager' },
  decided: { kind: 'decided', ruleNumbers: [50] },
  'nothing-to-add': { kind: 'nothing-to-add' },
  'no-effect': { kind: 'no-effect' },
  'not-planned': { kind: 'not-planned', reasons: ['broad', 'decision'], decidedBy: [50] },
  restrained: { kind: 'restrained', restraints: ['security-groups-only'] },
  'no-record': { kind: 'no-record' },
  'unreported-write': { kind: 'unreported-write' },
  'first-sweep': { kind: 'first-sweep' },
  'below-min-severity': { kind: 'below-min-severity' },
  conflict: { kind: 'conflict' },
  refused: { kind: 'refused', code: 'InvalidParameterValue' },
  'role-refused': { kind: 'role-refused', code: 'AccessDenied' },
  throttled: { kind: 'throttled' },
  unconfirmed: { kind: 'unconfirmed', code: 'TimeoutError' },
  'out-of-time': { kind: 'out-of-time' },
  'not-listed': { kind: 'not-listed' },
  'keeps-changing': { kind: 'keeps-changing' },
  unplaced: { kind: 'unplaced' },
};

const DEEDS: readonly Done[] = [
  ...Object.values(REASONS).map(nothing),
  ...['NetworkAclEntryLimitExceeded', 'UnauthorizedOperation', 'RequestLimitExceeded'].map(code =>
    nothing({ kind: 'refused', code }),
  ),
  added(SSH, REPLIES),
  { ...added(SSH, REPLIES), isOvertaken: true },
  added(DENIED, egress('110 allow tcp 1024-65535 0.0.0.0/0')),
  half,
];

/** Alerts that differ in what the guard did. */
export const DONE: readonly Alert[] = DEEDS.map(done => gapAlert(SSH, { done }));
