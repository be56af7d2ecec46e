import { describe, expect, it } from 'vitest';
import { MOST_BYTES, MOST_EMAIL_BYTES } from '../../functions/alert/document/limits.ts';
import { renderMessage } from '../../functions/alert/message.ts';
import type { NetworkAclEntry } from '../../functions/coverage/network-acl-entry.ts';
import type { Alert, GapAlert } from '../../functions/review/words/alert.ts';
import { added, gapAlert } from '../fixtures/alerts.ts';
import { egress, ingress } from '../fixtures/network-acls.ts';
import { findFormFaults } from './forms/form-faults.ts';
import { toHostileAlert } from './forms/hostile-alert.ts';

/** What makes the longest escape of JSON in JSON, and what has four bytes a character. */
const LONGEST_TEXTS = ['&'.repeat(300), '"'.repeat(300), '😀'.repeat(150), 'x'.repeat(300)];
const RULES = 80;
/** Of rules, in an email. */
const MOST_LISTED = 20;

const numbered = <T>(count: number, toItem: (index: number) => T) =>
  Array.from({ length: count }, (_, index) => toItem(index));
const toBlock = (index: number) => `2001:db8:${(4_096 + index).toString(16)}:ffff:ffff:ffff:ffff:fff0/124`;

/** The alert with as much of everything as there can be: 80 missing entries, 20 added, 500 gaps with what is behind them. */
function enlarge(alert: GapAlert, text: string): GapAlert {
  const missing = egress(
    ...numbered(RULES, index => `${100 + index} allow tcp 1024-65535 ${toBlock(index)}`),
  );
  const owners = numbered(20, index => ({ type: 'interface', name: `${index} ${text}` }) as const);
  const [gap] = alert.coverage.gaps;
  if (gap === undefined) throw new Error('the alert has no gap');
  const gaps = numbered(500, index => ({
    ...gap,
    admittedBy: numbered(40, rule => rule + 1),
    behind: owners.slice(index % 9),
  }));
  const coverage = { ...alert.coverage, gaps, plan: { ...alert.coverage.plan, entries: missing } };
  const reported = missing.map(
    ({ cidrBlock }, index) =>
      ({
        direction: 'egress',
        protocol: 'tcp',
        cidr: `${cidrBlock.first}`,
        fromPort: index,
        toPort: index,
        deniedBy: { kind: 'default' },
      }) as const,
  );
  const change = {
    networkAclId: alert.networkAclId,
    action: 'ReplaceNetworkAclAssociation',
    actor: text,
    userAgent: text,
    sourceAddress: text,
    eventId: text,
    target: { kind: 'association', associationId: text },
  } as const;
  return {
    ...alert,
    coverage,
    change,
    kind: 'remediation-failed',
    done: {
      ...toAdded(missing.slice(0, 20)),
      coverageAfter: coverage,
      isOvertaken: true,
      unfinished: { kind: 'refused', code: text },
    },
    difference: { added: reported, gone: reported },
    networkAcl: { ...alert.networkAcl, tags: { Name: text } },
  };
}

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const toAdded = (entries: readonly NetworkAclEntry[]) => added(SSH, entries);
const bytes = (text: string) => Buffer.byteLength(JSON.stringify(text));

describe.each(LONGEST_TEXTS)('an alert with as much as there can be, and texts %#', text => {
  const message = renderMessage(enlarge(gapAlert(SSH), text));

  it('is taken by the topic, in every form', () => {
    expect(findFormFaults(message)).toEqual([]);
    expect(bytes(message.texts.lambda)).toBeLessThanOrEqual(MOST_BYTES);
    expect(bytes(message.texts.email)).toBeLessThanOrEqual(MOST_EMAIL_BYTES);
  });

  it('has all commands or none, and says what is left out', () => {
    const { fix, gaps, gapsOmitted, guard } = JSON.parse(message.texts.lambda);
    expect([0, RULES]).toContain(fix.cli.length);
    expect(gaps.length + gapsOmitted).toBe(500);
    expect(guard.added.length + guard.addedOmitted).toBe(20);
    expect(fix.rules.length + fix.rulesOmitted).toBe(RULES);
    const commands = message.texts.email.match(/aws ec2 create-network-acl-entry/g) ?? [];
    expect([0, RULES]).toContain(commands.length);
    if (commands.length > 0) return;
    expect(message.texts.email).toContain(`... and ${RULES - MOST_LISTED} more`);
    expect(message.texts.email).toContain('This prints all of them as code:');
  });

  it('names the undo and the alert', () => {
    expect(JSON.parse(message.texts.lambda).guard.undo).toHaveLength(20);
    expect(message.texts.email.match(/aws ec2 delete-network-acl-entry/g)).toHaveLength(20);
    expect(message.texts.email.endsWith(' Alert 0123456789abcdef.\n')).toBe(true);
  });
});

it('hostile alerts with as much of everything are taken by the topic', () => {
  let tried = 0;
  for (let seed = 1; seed <= 24; seed += 1) {
    const alert: Alert = toHostileAlert(seed);
    if (!('done' in alert) || alert.coverage.gaps.length === 0) continue;
    tried += 1;
    expect(
      findFormFaults(renderMessage(enlarge(alert, `seed ${seed} & <!channel> "${'&'.repeat(280)}`))),
      `seed ${seed}`,
    ).toEqual([]);
  }
  expect(tried).toBeGreaterThan(5);
});
