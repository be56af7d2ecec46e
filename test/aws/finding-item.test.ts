import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseFinding, toItem } from '../../functions/aws/finding-item.ts';
import type { Item } from '../../functions/aws/table-pages.ts';
import { DIRECTIONS } from '../../functions/coverage/network-acl-entry.ts';
import { SEVERITIES } from '../../functions/coverage/severity.ts';
import { parseCidrBlock } from '../../functions/coverage/space/cidr-block.ts';
import {
  type Finding,
  ORIGINS,
  type PendingAlert,
  type RecordedAlert,
} from '../../functions/review/finding.ts';
import { ACTIONS } from '../../functions/review/words/action.ts';
import { ALERT_KINDS, isFixed } from '../../functions/review/words/alert-kind.ts';
import type { GapCause } from '../../functions/review/words/change.ts';
import { gapAlert, unreadableAlert } from '../fixtures/alerts.ts';
import { HOME } from '../fixtures/findings-in-memory.ts';
import { ingress } from '../fixtures/network-acls.ts';

const anyTime = fc.date({
  min: new Date('2020-01-01'),
  max: new Date('2099-01-01'),
  noInvalidDate: true,
});
const anyPort = fc.nat({ max: 65_535 });
const anyGap = fc.record({
  direction: fc.constantFrom(...DIRECTIONS),
  protocol: fc.constantFrom('tcp' as const, 'udp' as const),
  cidr: fc.string(),
  fromPort: anyPort,
  toPort: anyPort,
  deniedBy: fc.oneof(
    fc.constant({ kind: 'default' as const }),
    fc.record({ kind: fc.constant('entry' as const), ruleNumber: fc.integer({ min: 1, max: 32_766 }) }),
  ),
});
const anyEntry = fc.record(
  {
    ...{
      action: fc.constantFrom('allow' as const, 'deny' as const),
      protocol: fc.integer({ min: -1, max: 255 }),
    },
    cidrBlock: fc.constantFrom('10.0.0.0/8', '0.0.0.0/0', '2001:db8::/32').map(parseCidrBlock),
    portRange: fc.record({ from: anyPort, to: anyPort }),
  },
  { requiredKeys: ['action', 'protocol', 'cidrBlock'] },
);
const anyTarget = fc
  .record({
    ref: fc.record({ direction: fc.constantFrom(...DIRECTIONS), ruleNumber: fc.nat({ max: 40_000 }) }),
    entry: fc.option(anyEntry, { nil: undefined }),
  })
  .map(({ ref, entry }) => ({
    kind: 'rule' as const,
    ...ref,
    ...(entry && { entry: { ...ref, ...entry } }),
  }));
const anyCause: fc.Arbitrary<GapCause> = fc.record(
  {
    action: fc.constantFrom(...ACTIONS),
    ...{ eventId: fc.string(), at: anyTime, actor: fc.string(), invokedBy: fc.string() },
    target: anyTarget,
  },
  { requiredKeys: ['action'] },
);
const anyRecorded: fc.Arbitrary<RecordedAlert> = fc.record(
  {
    at: anyTime,
    kind: fc.constantFrom(...ALERT_KINDS),
    fingerprint: fc.string(),
    severity: fc.constantFrom(...SEVERITIES),
    gaps: fc.record({ listed: fc.array(anyGap, { maxLength: 5 }), omitted: fc.nat() }),
    basis: fc.record({
      rules: fc.string(),
      groups: fc.array(fc.record({ groupId: fc.string(), rules: fc.string() }), { maxLength: 2 }),
    }),
    ...{ cause: anyCause, networkAclName: fc.string() },
  },
  { requiredKeys: ['at', 'kind', 'fingerprint', 'severity'] },
);
const anyPending: fc.Arbitrary<PendingAlert> = fc.record(
  {
    alert: fc.constantFrom(unreadableAlert(), gapAlert(ingress('100 allow tcp 22 ::/0'))),
    recorded: anyRecorded,
    origin: fc.constantFrom(...ORIGINS),
    claimedAt: anyTime,
    digestId: fc.stringMatching(/^[\da-f]{16}$/),
  },
  { requiredKeys: ['alert', 'recorded', 'origin'] },
);
const anyFinding: fc.Arbitrary<Finding> = fc.record(
  {
    account: fc.constant(HOME.account),
    region: fc.constantFrom('us-east-1', 'cn-northwest-1', 'us-gov-west-1'),
    networkAclId: fc.stringMatching(/^acl-[\da-f]{8,17}$/),
    since: anyTime,
    awaySince: anyTime,
    publishedAt: fc.array(anyTime, { maxLength: 3 }),
    unpublished: fc.nat(),
    alerted: anyRecorded,
    pending: fc.array(anyPending, { maxLength: 3 }),
    remediations: fc.array(
      fc.record(
        {
          ...{ at: anyTime, entries: fc.array(fc.string(), { maxLength: 3 }), reported: fc.boolean() },
          unseen: fc.constant(true),
        },
        { requiredKeys: ['at', 'entries', 'reported'] },
      ),
      { maxLength: 3 },
    ),
    revision: fc.nat(),
  },
  { requiredKeys: ['account', 'region', 'networkAclId', 'since', 'pending', 'remediations', 'revision'] },
);

describe('an item of version 2', () => {
  it('is the same finding when it is read, whatever is in it', () => {
    fc.assert(
      fc.property(anyFinding, finding => {
        expect(parseFinding(toItem(finding), finding)).toEqual(finding);
      }),
    );
  });

  it('has its account and region as the partition key, and no attribute that a reader would miss', () => {
    fc.assert(
      fc.property(anyFinding, finding => {
        const item = toItem(finding);
        expect(item).toMatchObject({
          member: { S: `${finding.account}/${finding.region}` },
          networkAclId: { S: finding.networkAclId },
          version: { N: '2' },
        });
        expect('pending' in item).toBe(finding.pending.length > 0);
      }),
    );
  });

  it('expires 30 days after its last alert, and only if that ended the problem and nothing is left to report', () => {
    fc.assert(
      fc.property(anyFinding, finding => {
        const { alerted, pending, remediations } = finding;
        const isOver =
          alerted !== undefined &&
          isFixed(alerted.kind) &&
          pending.length === 0 &&
          remediations.every(({ reported }) => reported);
        const seconds = Math.floor((alerted?.at.getTime() ?? 0) / 1_000) + 30 * 86_400;
        expect(toItem(finding).expiresAt).toEqual(isOver ? { N: `${seconds}` } : undefined);
      }),
    );
  });

  it('loses a pending alert of another format only: its entries stay as not reported', () => {
    const finding: Finding = {
      ...{ ...HOME, networkAclId: 'acl-1', since: new Date(0), revision: 4 },
      pending: [
        {
          alert: unreadableAlert(),
          origin: 'sweep',
          recorded: { at: new Date(0), kind: 'remediated', fingerprint: 'f', severity: 'high' },
        },
      ],
      remediations: [{ at: new Date(0), entries: ['egress 100'], reported: false }],
    };
    const item = toItem(finding);
    const [stored] = item.pending?.L ?? [];
    const other = { ...item, pending: { L: [{ M: { ...stored?.M, alert: { S: 'of another version' } } }] } };
    expect(parseFinding(other as typeof item, HOME)).toEqual({ ...finding, pending: [] });
  });
});

const at = { S: '2026-11-20T10:00:00.000Z' };
const AT = new Date('2026-11-20T10:00:00Z');
const OF_0_1_0 = {
  ...{ networkAclId: { S: 'acl-old' }, state: { S: 'open' }, since: at, revision: { N: '3' } },
  alerted: {
    M: {
      ...{ at, kind: { S: 'gap' }, fingerprint: { S: 'f' }, severity: { S: 'high' } },
      denials: { L: [{ S: 'outbound tcp 1024-65535 to 0.0.0.0/0' }] },
    },
  },
  remediations: { L: [{ M: { at, entries: { L: [{ S: 'egress 100' }] }, told: { BOOL: true } } }] },
};

describe('an item of 0.1.0', () => {
  it('is carried over with the account and region of the reader, as one that is not in the table yet', () => {
    expect(parseFinding(OF_0_1_0, HOME)).toEqual({
      ...{ ...HOME, networkAclId: 'acl-old', since: AT, pending: [], revision: 0 },
      alerted: { at: AT, kind: 'gap', fingerprint: 'f', severity: 'high' },
      remediations: [{ at: AT, entries: ['egress 100'], reported: true }],
    });
  });

  it.each([
    [{ told: { BOOL: false } }, false],
    [{}, false],
    [{ reported: { BOOL: true } }, true],
  ])('has a write with %j reported: %s', (said, reported) => {
    const remediations = { L: [{ M: { at, entries: { L: [{ S: 'egress 100' }] }, ...said } }] };
    const { remediations: read } = parseFinding({ ...OF_0_1_0, remediations } as typeof OF_0_1_0, HOME);
    expect(read).toEqual([{ at: AT, entries: ['egress 100'], reported }]);
  });
});

it.each([
  ['since', { S: 'yesterday' }],
  ['alerted', { M: { at, kind: { S: 'escalated' }, fingerprint: { S: 'f' } } }],
  ['alerted', { M: { at: { S: 'never' }, kind: { S: 'gap' }, fingerprint: { S: 'f' } } }],
  ['pending', { S: 'none' }],
  ['pending', { L: [{ M: { alert: { S: 'x' } } }] }],
  ['remediations', { S: 'none' }],
  ['remediations', { L: [{ S: 'odd' }] }],
  ['revision', { S: '1' }],
  ['revision', { N: '-1' }],
])('an item with a malformed %s names itself and the attribute', (name, value) => {
  const item = { ...OF_0_1_0, version: { N: '2' }, [name]: value } as typeof OF_0_1_0;
  expect(() => parseFinding(item, HOME)).toThrow(
    new RegExp(`^item acl-old of the findings table: ${name}.* is .+, expected .+`),
  );
});

const ALERTED = { at, kind: { S: 'gap' }, fingerprint: { S: 'f' }, severity: { S: 'high' } };
const withAlerted = (fields: object): Item => ({
  ...{ ...OF_0_1_0, version: { N: '2' } },
  alerted: { M: { ...ALERTED, ...fields } },
});

describe('what a finding keeps of its last alert for readers', () => {
  it.each<[string, object]>([
    ['is absent in items of earlier versions', {}],
    ['counts only with a name that is a text', { networkAclName: { N: '7' } }],
    ['counts only with a cause that is a text', { cause: { M: {} } }],
    ['counts only with a cause of the format of this version', { cause: { S: 'of another version' } }],
  ])('%s', (_, fields) => {
    expect(parseFinding(withAlerted(fields), HOME).alerted).toEqual({
      ...{ at: AT, kind: 'gap', fingerprint: 'f', severity: 'high' },
    });
  });
});
