import { describe, expect, it } from 'vitest';
import { renderSubject, renderText } from '../../../functions/alert/email/email.ts';
import { type CoverageAlert, TAG } from '../../../functions/review/words/alert.ts';
import { gapAlert as alert, CHANGE as change, unreadableAlert } from '../../fixtures/alerts.ts';
import { egress, evaluate, ingress, networkAcl } from '../../fixtures/network-acls.ts';

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const REPLIES = egress('100 allow tcp 1024-65535 0.0.0.0/0');

const remediation = {
  created: REPLIES,
  after: networkAcl([...SSH, ...REPLIES]),
  coverageAfter: evaluate([...SSH, ...REPLIES]),
};

describe('the text of a gap', () => {
  const text = renderText(alert(SSH, { change }));

  it.each([
    [
      'the network ACL, the service and where',
      /^Clients that open SSH \(tcp\/22\) to subnet-0b1a2c3d get no answer: no outbound rule of network ACL acl-0a1b2c3d lets/,
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
    ['that nothing was done', /Nothing: in mode notify it only tells\./],
    [
      'the command that mends it',
      'aws ec2 create-network-acl-entry --region eu-central-1 --network-acl-id acl-0a1b2c3d --egress --rule-number 100 --protocol 6 --rule-action allow --cidr-block 0.0.0.0/0 --port-range From=1024,To=65535',
    ],
    ['the id', /0123456789abcdef/],
  ])('says %s', (_, expected) => expect(text).toMatch(expected));

  it('does without whatever CloudTrail left out', () => {
    const bare = renderText(
      alert(SSH, { change: { networkAclId: 'acl-0a1b2c3d', action: 'DeleteNetworkAclEntry' } }),
    );
    expect(bare).toContain('Latest change:\n  DeleteNetworkAclEntry\n\n');
    expect(bare).not.toContain('undefined');
    expect(renderText(alert(SSH))).not.toContain('Latest change');
  });

  it('names the deny that somebody wrote, and leaves the decision to people', () => {
    const denied = renderText(
      alert([...SSH, ...egress('90 deny tcp 5000-6000 10.0.0.0/8', '100 allow all 0.0.0.0/0')]),
    );
    expect(denied).toContain('denied by outbound rule 90 deny tcp 5000-6000 10.0.0.0/8');
    expect(denied).toMatch(
      /^Some clients that open SSH .+: the replies to tcp 5000-6000 are denied by outbound rule 90 of network ACL/,
    );
    expect(denied).toContain('Only rules that somebody wrote deny these replies');
  });

  it('sums up a gap of many CIDR blocks', () => {
    const holed = renderText(alert(ingress('90 deny tcp 22 198.51.100.7/32', '100 allow tcp 22 0.0.0.0/0')));
    expect(holed).toContain('to 0.0.0.0/1, 128.0.0.0/2, 192.0.0.0/6, 196.0.0.0/7 and 28 more CIDR blocks');
    expect(holed.split('\n').length).toBeLessThan(90);
  });

  it('says that an unused network ACL is unused', () => {
    const unused = alert(SSH, { networkAcl: networkAcl(SSH, { subnetIds: [] }) });
    expect(renderText(unused)).toContain(
      'No subnet uses network ACL acl-0a1b2c3d yet. Once one does: Clients that open SSH',
    );
  });

  it('gives the reason where the plan has no place for the rule', () => {
    const entries = [...SSH, ...egress('300 deny tcp 5432 10.0.0.0/8', '301 deny all 0.0.0.0/0')];
    expect(renderText(alert(entries))).toContain('No free rule number is left');
    const full = alert(SSH, {
      coverage: evaluate([...SSH, ...egress('1 allow tcp 1 0.0.0.0/0')], {
        ruleQuota: 1,
      }),
    });
    expect(renderText(full)).toContain('would exceed the quota');
  });

  it('adds a note about ingress, and the whole where it is about nothing else', () => {
    const callsOut = egress('100 allow tcp 443 0.0.0.0/0');
    const note = "Answers to the subnets' own connections are not all let in.";
    expect(renderText(alert([...SSH, ...callsOut]))).toContain(`Denied inbound:\n  ${note}`);
    const alone = renderText(alert(callsOut));
    expect(alone).toMatch(
      /^Some connections from subnet-0b1a2c3d that open HTTPS \(tcp\/443\) get no answer: no inbound rule of network ACL acl-0a1b2c3d lets the answers in on tcp 1024-65535\.\n/,
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
      /^Some clients that open HTTP \(tcp\/80\) .+ lets the replies out to tcp 1024-65535 over IPv6\./,
    );
  });
});

describe('the text of what the guard did', () => {
  it('names the rules that it added, the coverage after, and the undo', () => {
    const text = renderText(alert(SSH, { kind: 'remediated', mode: 'remediate', remediation }));
    expect(text).toContain('added outbound rule 100 allow tcp 1024-65535 0.0.0.0/0\n  coverage covered');
    expect(text).toContain(
      'aws ec2 delete-network-acl-entry --region eu-central-1 --network-acl-id acl-0a1b2c3d --egress --rule-number 100',
    );
    expect(text).not.toContain('To mend it');
  });

  it('says why it could not, and what a person can do', () => {
    const failed = {
      ...remediation,
      created: [],
      coverageAfter: evaluate(SSH),
      failure: 'EC2 refused: quota',
    };
    const text = renderText(alert(SSH, { kind: 'remediation-failed', remediation: failed }));
    expect(text).toContain('not done: EC2 refused: quota');
    expect(text).toContain('coverage still has a gap');
    expect(text).toContain('aws ec2 create-network-acl-entry');
    expect(text).not.toContain('To undo');
  });

  it('undoes in the opposite order, so that no moment opens too much', () => {
    const created = egress('100 deny tcp 1024-65535 198.51.100.7/32', '110 allow tcp 1024-65535 0.0.0.0/0');
    const text = renderText(alert(SSH, { kind: 'remediated', remediation: { ...remediation, created } }));
    expect(text.indexOf('--rule-number 110')).toBeLessThan(text.indexOf('--rule-number 100'));
  });

  it.each<[Partial<CoverageAlert>, string]>([
    [{ mode: 'opt-in' }, 'only where the tag nacl-ephemeral-guard is "remediate"; here it is not set.'],
    [{ mode: 'opt-in', networkAcl: networkAcl(SSH, { tags: { [TAG]: 'notify' } }) }, 'here it is "notify".'],
    [
      { mode: 'remediate', networkAcl: networkAcl(SSH, { tags: { [TAG]: 'notify' } }) },
      'the tag nacl-ephemeral-guard=notify asks it to only tell.',
    ],
  ])('says why it did nothing: %#', (changed, reason) =>
    expect(renderText(alert(SSH, changed))).toContain(reason),
  );

  it('says that there was nothing to add where people denied it', () => {
    const entries = [...SSH, ...egress('90 deny tcp 5000 0.0.0.0/0', '100 allow all 0.0.0.0/0')];
    expect(renderText(alert(entries, { mode: 'remediate' }))).toContain('there is no rule that it could add');
  });

  it('says in a conflict that it gave up', () => {
    expect(renderText(alert(SSH, { kind: 'conflict' }))).toContain('both times they were taken away again.');
    const undoing = { ...change, action: 'DeleteNetworkAclEntry' };
    expect(renderText(alert(SSH, { kind: 'conflict', change: undoing }))).toContain(
      'again, last by arn:aws:iam::123456789012:user/maria.',
    );
  });

  it('tells of what an attempt left, not of what it mended', () => {
    const coverageAfter = evaluate([...SSH, ...egress('100 allow tcp 1024-32767 0.0.0.0/0')]);
    const failed = { ...remediation, coverageAfter, failure: 'EC2 refused: quota' };
    const text = renderText(
      alert(SSH, { kind: 'remediation-failed', coverage: coverageAfter, remediation: failed }),
    );
    expect(text).toMatch(
      /^Windows and Linux clients, and some others, that open SSH .+ lets the replies out to tcp 32768-65535\./,
    );
    expect(text).toMatch(/Windows XP, Server 2003 +1025-5000 +allowed/);
  });

  it('says of what is resolved that milder gaps are left', () => {
    const entries = [...SSH, ...egress('90 deny tcp 5000 0.0.0.0/0', '100 allow all 0.0.0.0/0')];
    const text = renderText(alert(entries, { kind: 'resolved' }));
    expect(text).toContain(
      'no longer has a gap that is alerted: what is left is of severity low, which is only logged',
    );
    expect(text).not.toContain('Denied outbound');
  });

  it('is short where all is well again', () => {
    const text = renderText(alert([...SSH, ...REPLIES], { kind: 'resolved', change }));
    expect(text).toContain('reach their clients again');
    expect(text).not.toContain('To mend it');
  });
});

describe('the subject', () => {
  it.each([
    ['gap', '[high] Replies blocked: acl-0a1b2c3d in 123456789012 eu-central-1'],
    ['reminder', '[high] Replies still blocked: acl-0a1b2c3d in 123456789012 eu-central-1'],
    ['remediated', '[high] Missing rules added: acl-0a1b2c3d in 123456789012 eu-central-1'],
    ['resolved', 'Resolved: acl-0a1b2c3d in 123456789012 eu-central-1'],
  ] as const)('of %s: %s', (kind, subject) => expect(renderSubject(alert(SSH, { kind }))).toBe(subject));

  it.each(['gap', 'reminder', 'remediated', 'remediation-failed', 'conflict', 'resolved'] as const)(
    'of %s keeps the region of the longest names there are',
    kind => {
      const entries = [...SSH, ...egress('100 allow tcp 32768-65535 0.0.0.0/0')];
      const longest = networkAcl(entries, { networkAclId: 'acl-0a1b2c3d4e5f60718' });
      const subject = renderSubject(alert(entries, { kind, networkAcl: longest, region: 'ap-southeast-2' }));
      expect(subject).toMatch(/ acl-0a1b2c3d4e5f60718 in 123456789012 ap-southeast-2$/);
    },
  );

  it('is ASCII of at most 99 characters, whatever the names', () => {
    const long = networkAcl(SSH, { networkAclId: `acl-\n\u{1F525}${'x'.repeat(200)}` });
    expect(renderSubject(alert(SSH, { kind: 'conflict', networkAcl: long }))).toMatch(/^[ -~]{99}$/);
  });
});

describe('the text of what cannot be judged', () => {
  const text = renderText(unreadableAlert({ change }));

  it('says that nobody knows, why, who changed it last and where', () => {
    expect(text).toMatch(
      /^Nobody knows whether replies through network ACL acl-0a1b2c3d reach their clients: .+CidrBlock is missing/,
    );
    expect(text).toContain('by arn:aws:iam::123456789012:user/maria');
    expect(text).toContain('#NetworkAclDetails:networkAclId=acl-0a1b2c3d');
    expect(text).not.toMatch(/undefined|To mend it|Clients/);
  });

  it('has a subject without a severity', () => {
    expect(renderSubject(unreadableAlert())).toBe('Not evaluated: acl-0a1b2c3d in 123456789012 eu-central-1');
  });
});
