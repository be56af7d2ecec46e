import { describe, expect, it } from 'vitest';
import { renderText } from '../../../functions/alert/email/email.ts';
import { renderSubject } from '../../../functions/alert/words/subject.ts';
import type { GapAlert } from '../../../functions/review/words/alert.ts';
import type { Reason } from '../../../functions/review/words/done.ts';
import {
  added,
  gapAlert as alert,
  CHANGE as change,
  resolvedAlert,
  unreadableAlert,
} from '../../fixtures/alerts.ts';
import { egress, evaluate, ingress, networkAcl } from '../../fixtures/network-acls.ts';

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const REPLIES = egress('100 allow tcp 1024-65535 0.0.0.0/0');

describe('the text of a gap', () => {
  const text = renderText(alert(SSH, { change }));

  it.each([
    [
      'the network ACL, the service and where',
      /^Clients get no replies from SSH \(tcp\/22\) in subnet-0b1a2c3d because network ACL acl-0a1b2c3d has no outbound rule for tcp 1024-65535\.\n/,
    ],
    ['what is missing', /tcp 1024-65535 to 0\.0\.0\.0\/0/],
    ['the rule that admits', /inbound rule 100 \(tcp\/22 from 0\.0\.0\.0\/0\)/],
    ['Windows', /Windows +49152-65535 +blocked/],
    ['Linux', /Linux +32768-61000 +blocked/],
    ['NAT', /NAT gateway, load balancer, Lambda +1024-65535 +blocked/],
    [
      'the change',
      /CreateNetworkAclEntry inbound rule 100\n +by arn:aws:iam::123456789012:user\/maria from 198\.51\.100\.24/,
    ],
    ['when', /at 2026-11-20 09:14:03 UTC, CloudTrail event 2c9f4b7e/],
    ['that nothing was done', /No change made: notify mode only reports\./],
    [
      'the command that fixes it',
      'aws ec2 create-network-acl-entry --region eu-central-1 --network-acl-id acl-0a1b2c3d --egress --rule-number 100 --protocol 6 --rule-action allow --cidr-block 0.0.0.0/0 --port-range From=1024,To=65535',
    ],
    ['the id', /0123456789abcdef/],
  ])('says %s', (_, expected) => expect(text).toMatch(expected));

  it('leaves out what CloudTrail left out', () => {
    const bare = renderText(
      alert(SSH, { change: { networkAclId: 'acl-0a1b2c3d', action: 'DeleteNetworkAclEntry' } }),
    );
    expect(bare).toContain('Latest change:\n  DeleteNetworkAclEntry\n\n');
    expect(bare).not.toContain('undefined');
    expect(renderText(alert(SSH))).not.toContain('Latest change');
  });

  it('names the rule that denies, and leaves the decision to operators', () => {
    const denied = renderText(
      alert([...SSH, ...egress('90 deny tcp 5000-6000 10.0.0.0/8', '100 allow all 0.0.0.0/0')]),
    );
    expect(denied).toContain('denied by outbound rule 90 deny tcp 5000-6000 10.0.0.0/8');
    expect(denied).toMatch(
      /^Some clients get no replies from SSH .+ because outbound rule 90 of network ACL acl-0a1b2c3d denies tcp 5000-6000\./,
    );
    expect(denied).toContain('No rule proposed: outbound rule 90 denies these replies on purpose.');
  });

  it('sums up a gap of many CIDR blocks', () => {
    const holed = renderText(alert(ingress('90 deny tcp 22 198.51.100.7/32', '100 allow tcp 22 0.0.0.0/0')));
    expect(holed).toContain('to 0.0.0.0/1, 128.0.0.0/2, 192.0.0.0/6, 196.0.0.0/7 and 28 more CIDR blocks');
    expect(holed.split('\n').length).toBeLessThan(90);
  });

  it('says that an unused network ACL is unused', () => {
    const unused = alert(SSH, { networkAcl: networkAcl(SSH, { subnetIds: [] }) });
    expect(renderText(unused)).toContain(
      'No subnet uses network ACL acl-0a1b2c3d yet. Once a subnet uses it, clients get no replies from SSH',
    );
  });

  it('gives the reason where the plan has no place for the rule', () => {
    const entries = [...SSH, ...egress('300 deny tcp 5432 10.0.0.0/8', '301 deny all 0.0.0.0/0')];
    expect(renderText(alert(entries))).toContain('No free rule number is left');
    const full = alert(SSH, {
      coverage: evaluate([...SSH, ...egress('1 allow tcp 1 0.0.0.0/0')], { ruleQuota: 1 }),
    });
    expect(renderText(full)).toContain('would exceed the rule quota');
  });

  it('adds a note about ingress, and the whole where it is about nothing else', () => {
    const callsOut = egress('100 allow tcp 443 0.0.0.0/0');
    const note = "Some replies to the subnets' own connections are denied.";
    expect(renderText(alert([...SSH, ...callsOut]))).toContain(`Denied inbound:\n  ${note}`);
    const alone = renderText(alert(callsOut));
    expect(alone).toMatch(
      /^Some connections from subnet-0b1a2c3d to HTTPS \(tcp\/443\) get no replies because network ACL acl-0a1b2c3d has no inbound rule for tcp 1024-65535\.\n/,
    );
    expect(alone).toContain(
      'tcp 1024-65535 from 0.0.0.0/0\n      let out by outbound rule 100 (tcp/443 to 0.0.0.0/0)',
    );
    expect(alone).not.toContain('no outbound rule');
    expect(alone).not.toContain('blocked');
    expect(renderSubject(alert(callsOut))).not.toContain('[none]');
  });

  it('says that only IPv6 is hit', () => {
    const entries = [...ingress('100 allow tcp 80 0.0.0.0/0', '110 allow tcp 80 ::/0'), ...REPLIES];
    expect(renderText(alert(entries))).toMatch(
      /^Clients get no replies from HTTP \(tcp\/80\) .+ has no outbound rule for tcp 1024-65535 over IPv6\./,
    );
  });
});

describe('the text of what the guard did', () => {
  it('names the rules that it added, the coverage after, and the undo', () => {
    const text = renderText(alert(SSH, { kind: 'remediated', mode: 'remediate', done: added(SSH, REPLIES) }));
    expect(text).toContain(
      'Added outbound rule 100 allow tcp 1024-65535 0.0.0.0/0.\n  Replies now reach all clients.',
    );
    expect(text).toContain(
      'aws ec2 delete-network-acl-entry --region eu-central-1 --network-acl-id acl-0a1b2c3d --egress --rule-number 100',
    );
    expect(text).not.toContain('To fix it');
  });

  it('says why it could not, and what an operator can do', () => {
    const reason = { kind: 'refused', code: 'NetworkAclEntryLimitExceeded' } as const;
    const text = renderText(alert(SSH, { kind: 'remediation-failed', done: { did: 'nothing', reason } }));
    expect(text).toContain(
      'No change made: EC2 refused the rule (NetworkAclEntryLimitExceeded): the network ACL has as many rules as the quota allows.',
    );
    expect(text).toContain('aws ec2 create-network-acl-entry');
    expect(text).not.toContain('To undo');
  });

  it('undoes in the opposite order, so that no moment opens too much', () => {
    const entries = egress('100 deny tcp 1024-65535 198.51.100.7/32', '110 allow tcp 1024-65535 0.0.0.0/0');
    const text = renderText(alert(SSH, { kind: 'remediated', done: added(SSH, entries) }));
    expect(text.indexOf('--rule-number 110')).toBeLessThan(text.indexOf('--rule-number 100'));
  });

  it.each<[Reason, string]>([
    [{ kind: 'not-opted-in', tag: undefined }, 'the tag nacl-ephemeral-guard is not remediate.'],
    [{ kind: 'tagged', tag: 'notify' }, 'the tag nacl-ephemeral-guard=notify allows reports only.'],
    [{ kind: 'firewall-manager' }, 'Firewall Manager manages this network ACL.'],
    [{ kind: 'nothing-to-add' }, 'no outbound gap is medium or high.'],
    [{ kind: 'decided', ruleNumbers: [50] }, 'outbound rule 50 denies these replies on purpose.'],
    [{ kind: 'decided', ruleNumbers: [50, 60] }, 'outbound rules 50 and 60 deny these replies on purpose.'],
    [
      { kind: 'not-planned', reasons: ['decision'], decidedBy: [50] },
      'outbound rule 50 denies these replies on purpose.',
    ],
    [{ kind: 'refused', code: 'InvalidParameter' }, 'EC2 refused the rule (InvalidParameter).'],
    [{ kind: 'refused', code: 'toString' }, 'EC2 refused the rule (toString).'],
  ])('says why it did nothing: %j', (reason, text) => {
    const done = { did: 'nothing', reason } as const;
    expect(renderText(alert(SSH, { done }))).toContain(`No change made: ${text}\n`);
  });

  it('says in a conflict that it gave up, and who removed the rules', () => {
    const conflict: Partial<GapAlert> = {
      kind: 'conflict',
      done: { did: 'nothing', reason: { kind: 'conflict' } },
    };
    expect(renderText(alert(SSH, conflict))).toContain('both times they were removed.');
    const undoing = { ...change, action: 'DeleteNetworkAclEntry' } as const;
    expect(renderText(alert(SSH, { ...conflict, change: undoing }))).toContain(
      'both times they were removed, last by arn:aws:iam::123456789012:user/maria.',
    );
  });

  it('never claims that nothing was done above the undo of an entry', () => {
    const text = renderText(
      alert(SSH, { kind: 'conflict', done: added(SSH, REPLIES, { kind: 'conflict' }) }),
    );
    expect(text).toContain('Added outbound rule 100 allow tcp 1024-65535 0.0.0.0/0.');
    expect(text).toContain('aws ec2 delete-network-acl-entry');
    expect(text).not.toContain('No change made');
  });

  it('reports the gaps that an attempt left, not those that it closed', () => {
    const reason = { kind: 'refused', code: 'AccessDenied' } as const;
    const done = added(SSH, egress('100 allow tcp 1024-32767 0.0.0.0/0'), reason);
    const text = renderText(alert(SSH, { kind: 'remediation-failed', coverage: done.coverageAfter, done }));
    expect(text).toMatch(
      /^Windows and Linux clients, and some others, get no replies from SSH .+ has no outbound rule for tcp 32768-65535\./,
    );
    expect(text).toContain('No other rule added: EC2 refused the rule (AccessDenied).');
    expect(text).toContain('Some replies are still blocked.');
    expect(text).toMatch(/Windows XP, Server 2003 +1025-5000 +allowed/);
  });

  it('says of what is resolved that less severe gaps are left', () => {
    const entries = [...SSH, ...egress('90 deny tcp 5000 0.0.0.0/0', '100 allow all 0.0.0.0/0')];
    const text = renderText(resolvedAlert(entries));
    expect(text).toContain(
      'The reported gap of network ACL acl-0a1b2c3d is gone. Other gaps have severity low, which is only logged.',
    );
    expect(text).not.toContain('Denied outbound');
  });

  it('is short where all is well again', () => {
    const text = renderText(resolvedAlert([...SSH, ...REPLIES], { change }));
    expect(text).toContain('reach their clients again');
    expect(text).not.toContain('To fix it');
  });
});

describe('the subject', () => {
  it.each([
    ['gap', '[high] Replies blocked: acl-0a1b2c3d in 123456789012 eu-central-1'],
    ['reminder', '[high] Replies still blocked: acl-0a1b2c3d in 123456789012 eu-central-1'],
    ['remediated', '[high] Missing rules added: acl-0a1b2c3d in 123456789012 eu-central-1'],
    ['conflict', '[high] Added rules keep being removed: acl-0a1b2c3d in 123456789012 eu-central-1'],
  ] as const)('of %s: %s', (kind, subject) => expect(renderSubject(alert(SSH, { kind }))).toBe(subject));

  it('of resolved has no severity', () => {
    expect(renderSubject(resolvedAlert(SSH))).toBe('Resolved: acl-0a1b2c3d in 123456789012 eu-central-1');
  });

  it.each(['gap', 'reminder', 'remediated', 'remediation-failed', 'conflict'] as const)(
    'of %s keeps the region of the longest names there are',
    kind => {
      const entries = [...SSH, ...egress('100 allow tcp 32768-65535 0.0.0.0/0')];
      const longest = networkAcl(entries, { networkAclId: 'acl-0a1b2c3d4e5f60718' });
      const subject = renderSubject(alert(entries, { kind, networkAcl: longest, region: 'ap-southeast-2' }));
      expect(subject).toMatch(/ acl-0a1b2c3d4e5f60718 in 123456789012 ap-southeast-2$/);
    },
  );

  it('is ASCII of at most 99 characters for all names', () => {
    const long = networkAcl(SSH, { networkAclId: `acl-\n\u{1F525}${'x'.repeat(200)}` });
    expect(renderSubject(alert(SSH, { kind: 'conflict', networkAcl: long }))).toMatch(/^[ -~]{99}$/);
  });
});

describe('the text of what cannot be evaluated', () => {
  const text = renderText(unreadableAlert({ change }));

  it('says why, who changed it last and where', () => {
    expect(text).toMatch(
      /^The guard could not evaluate network ACL acl-0a1b2c3d, which may block replies: .+CidrBlock is missing, expected .+\.\n/,
    );
    expect(text).toContain('by arn:aws:iam::123456789012:user/maria');
    expect(text).toContain('#NetworkAclDetails:networkAclId=acl-0a1b2c3d');
    expect(text).not.toMatch(/undefined|To fix it|Clients/);
  });

  it('has a subject without a severity', () => {
    expect(renderSubject(unreadableAlert())).toBe('Not evaluated: acl-0a1b2c3d in 123456789012 eu-central-1');
  });
});
