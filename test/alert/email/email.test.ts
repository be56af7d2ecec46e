import { describe, expect, it } from 'vitest';
import { renderText } from '../../../functions/alert/email/email.ts';
import { renderSubject } from '../../../functions/alert/words/subject.ts';
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
  it('leaves out what CloudTrail left out', () => {
    const bare = renderText(
      alert(SSH, { change: { networkAclId: 'acl-0a1b2c3d', action: 'DeleteNetworkAclEntry' } }),
    );
    expect(bare).toContain('\nA rule of this network ACL was deleted.\n');
    expect(bare).not.toMatch(/undefined|Change:/);
    expect(renderText(alert(SSH))).toMatch(/^All SSH .+ time out\.\nReplies go to/);
  });

  it('names the rule that denies, and leaves the decision to operators', () => {
    const denied = renderText(
      alert([...SSH, ...egress('90 deny tcp 5000-6000 8.0.0.0/8', '100 allow all 0.0.0.0/0')]),
    );
    expect(denied).toMatch(
      /^2% of the SSH \(tcp\/22\) connections from clients behind NAT in 8\.0\.0\.0\/8 to subnet-0b1a2c3d time out, at random\.\nOther sources/,
    );
    expect(denied).toContain('Outbound rule 90 of acl-0a1b2c3d denies replies to client ports 5000-6000.\n');
    expect(denied).toContain('No rule proposed: outbound rule 90 denies these replies on purpose.');
  });

  it('says anywhere where an inbound rule only leaves out an attacker', () => {
    const holed = renderText(alert(ingress('90 deny tcp 22 198.51.100.7/32', '100 allow tcp 22 0.0.0.0/0')));
    expect(holed).toMatch(/^All SSH \(tcp\/22\) connections to subnet-0b1a2c3d time out\.\n/);
    expect(holed.split('\n').length).toBeLessThan(60);
  });

  it('says that an unused network ACL is unused', () => {
    const unused = alert(SSH, { networkAcl: networkAcl(SSH, { subnetIds: [], inUse: false }) });
    expect(renderText(unused)).toMatch(
      /^Once a subnet uses it, all SSH \(tcp\/22\) connections will time out\.\n/,
    );
  });

  it('gives the reason where the plan has no place for the rule', () => {
    const entries = [...SSH, ...egress('300 deny tcp 5432 10.0.0.0/8', '301 deny all 0.0.0.0/0')];
    expect(renderText(alert(entries))).toContain(
      'No rule proposed: no free number before deny rules 300 and 301.',
    );
    const used = [...SSH, ...egress('1 allow tcp 1 0.0.0.0/0')];
    const coverage = evaluate(used, { ruleQuota: 1 });
    const full = alert(SSH, { coverage, networkAcl: networkAcl(used), ruleQuota: 1 });
    expect(renderText(full)).toContain('No rule proposed: 1 of 1 outbound rules are used.');
  });

  it('asks to narrow a rule that allows everything', () => {
    const broad = renderText(alert(ingress('100 allow all 10.0.0.0/8')));
    expect(broad).toMatch(/^Inbound rule 100 allows everything from 10\.0\.0\.0\/8, outbound does not\.\n/);
    expect(broad).toContain('No rule proposed: inbound rule 100 allows everything. Narrow it first.');
    expect(broad).toContain('Evidence: inbound rule 100 allows everything; security groups were not read');
  });

  it('adds a note about own connections, and is about them where nothing else is hit', () => {
    const callsOut = egress('100 allow tcp 443 0.0.0.0/0');
    const note = "Some of the subnets' own outgoing connections get no replies, either.";
    expect(renderText(alert([...SSH, ...callsOut]))).toContain(`time out.\n${note}\n`);
    const alone = renderText(alert(callsOut));
    expect(alone).toMatch(/^All outgoing HTTPS \(tcp\/443\) connections from subnet-0b1a2c3d time out\.\n/);
    expect(alone).not.toContain('outbound rule of');
    expect(renderSubject(alert(callsOut, { severity: 'none' }))).toMatch(/^\[high\] /);
  });

  it('says which family alone is hit', () => {
    const entries = [...ingress('100 allow tcp 80 0.0.0.0/0', '110 allow tcp 80 ::/0'), ...REPLIES];
    expect(renderText(alert(entries))).toMatch(
      /^All HTTP \(tcp\/80\) connections over IPv6 to subnet-0b1a2c3d time out\.\nIPv4 is not affected\.\n/,
    );
  });

  it('says the other transport in short', () => {
    const both = ingress('100 allow tcp 443 0.0.0.0/0', '110 allow udp 443 0.0.0.0/0');
    expect(renderText(alert(both))).toMatch(
      /^All HTTPS \(tcp\/443\) connections .+\nNo HTTP\/3 \(udp\/443\) request gets a reply, either\.\n/,
    );
  });
});

describe('the fix', () => {
  const by = (userAgent: string) => renderText(alert(SSH, { change: { ...change, userAgent } }));
  const stackTags = { 'aws:cloudformation:stack-name': 'network', 'aws:cloudformation:logical-id': 'WebAcl' };

  it.each([
    [
      'Terraform',
      'APN/1.0 HashiCorp/1.0 Terraform/1.9.5',
      ['In Terraform:\n', 'Or revert the change.', 'next apply'],
    ],
    ['CloudFormation', 'cloudformation.amazonaws.com', ['In the CloudFormation template:\n\n  Resources:\n']],
    [
      'the console',
      'console.amazonaws.com',
      ['In the console, open Outbound rules', 'Or with the AWS CLI:\n'],
    ],
    ['the CLI', 'aws-cli/2.31.3', ['to 0.0.0.0/0.\n\n  aws ec2 create-network-acl-entry']],
    ['another tool', 'pulumi-aws/6.0', ['the next run of Pulumi may remove this rule again']],
  ])('is in the language of %s', (_, userAgent, texts) => {
    for (const text of texts) expect(by(userAgent)).toContain(text);
  });

  it('names the stack that manages the network ACL', () => {
    const managed = alert(SSH, { networkAcl: networkAcl(SSH, { tags: stackTags }) });
    expect(renderText(managed)).toContain(
      'In the CloudFormation template, in stack network beside WebAcl:\n',
    );
  });

  it('has no command for inbound rules, which open ports', () => {
    const text = renderText(alert(egress('100 allow tcp 443 0.0.0.0/0')));
    expect(text).toContain('Fix: add inbound rule 10: allow tcp 1024-65535 from 0.0.0.0/0.');
    expect(text).not.toContain('aws ec2');
  });
});

describe('the text of what the guard did', () => {
  it('names the rules that it added, and the undo', () => {
    const text = renderText(alert(SSH, { kind: 'remediated', mode: 'remediate', done: added(SSH, REPLIES) }));
    expect(text).toContain('The guard added outbound rule 100: allow tcp 1024-65535 to 0.0.0.0/0.\n');
    expect(text).toContain(
      'aws ec2 delete-network-acl-entry --region eu-central-1 --network-acl-id acl-0a1b2c3d --egress --rule-number 100',
    );
    expect(text).not.toContain('Fix:');
  });

  it('says why it could not, and what an operator can do', () => {
    const reason = { kind: 'refused', code: 'NetworkAclEntryLimitExceeded' } as const;
    const text = renderText(alert(SSH, { kind: 'remediation-failed', done: { did: 'nothing', reason } }));
    expect(text).toContain(
      'The guard could not add outbound rule 100: EC2 reports that the network ACL has as many',
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
    const done = { did: 'nothing', reason: { kind: 'conflict' } } as const;
    const target = { kind: 'rule', direction: 'egress', ruleNumber: 100 } as const;
    const undoing = { ...change, action: 'DeleteNetworkAclEntry', target } as const;
    const text = renderText(alert(SSH, { kind: 'conflict', done, change: undoing }));
    expect(text).toContain('Both times it was removed.\nmaria (IAM user) deleted outbound rule 100');
    expect(renderText(alert(SSH, { kind: 'conflict', done, change }))).toContain(
      'The change before this review: maria',
    );
  });

  it('has the undo of what it added before it gave up, and of what still exists', () => {
    const earlier = { at: [], standing: egress('120 allow tcp 1024-65535 10.0.0.0/8') };
    const text = renderText(
      alert(SSH, { kind: 'conflict', done: added(SSH, REPLIES, { kind: 'conflict' }), earlier }),
    );
    expect(text).toContain('The guard added outbound rule 100 now.');
    expect(text).toMatch(/delete-network-acl-entry .+--rule-number 100\n.+--rule-number 120\n/);
    expect(text).toContain('Rules of the guard that still exist: outbound rule 120\n');
    expect(text).not.toContain('No change made');
  });

  it('reports the gaps that an attempt left, not those that it closed', () => {
    const reason = { kind: 'refused', code: 'AccessDenied' } as const;
    const done = added(SSH, egress('100 allow tcp 1024-32767 0.0.0.0/0'), reason);
    const text = renderText(alert(SSH, { kind: 'remediation-failed', coverage: done.coverageAfter, done }));
    expect(text).toMatch(
      /^All SSH .+ from Linux, Windows and macOS clients .+ From clients behind NAT: about half\./,
    );
    expect(text).toContain(
      'The guard added outbound rule 100.\nIt could not add outbound rule 110: EC2 refused',
    );
    expect(text).toContain('  EC2 answered: AccessDenied\n');
  });

  it('says of what is resolved that less severe gaps are left', () => {
    const entries = [...SSH, ...egress('90 deny tcp 5000 0.0.0.0/0', '100 allow all 0.0.0.0/0')];
    expect(renderText(resolvedAlert(entries))).toMatch(
      /^The reported gap of acl-0a1b2c3d is gone\.\nWhat is left has severity low, and is only logged\.\n/,
    );
  });

  it('is short where all is well again', () => {
    const text = renderText(resolvedAlert([...SSH, ...REPLIES], { change }));
    expect(text).toContain('reach their clients again');
    expect(text.split('\n').length).toBeLessThan(15);
  });
});

describe('the subject', () => {
  const place = '(123456789012 eu-central-1)';

  it.each([
    ['gap', `[high] acl-0a1b2c3d: all SSH connections time out ${place}`],
    ['reminder', `[high] acl-0a1b2c3d: all SSH connections still time out, day 1 ${place}`],
    ['remediated', `[fixed] acl-0a1b2c3d: SSH clients get replies again ${place}`],
    ['conflict', `[high] acl-0a1b2c3d: all SSH connections time out, fix was removed ${place}`],
  ] as const)('of %s: %s', (kind, subject) => expect(renderSubject(alert(SSH, { kind }))).toBe(subject));

  it.each(['gap', 'reminder', 'remediated', 'remediation-failed', 'conflict'] as const)(
    'of %s keeps the region of the longest names there are',
    kind => {
      const entries = [...SSH, ...egress('100 allow tcp 32768-65535 0.0.0.0/0')];
      const longest = networkAcl(entries, { tags: { Name: 'n'.repeat(40) } });
      const subject = renderSubject(alert(entries, { kind, networkAcl: longest, region: 'ap-southeast-2' }));
      expect(subject).toMatch(/ \(123456789012 ap-southeast-2\)$/);
      expect(subject.length).toBeLessThanOrEqual(99);
    },
  );

  it('leaves out the clients before it cuts the impact', () => {
    const entries = [...SSH, ...egress('100 allow tcp 1024-32767 0.0.0.0/0')];
    const longer = networkAcl(entries, { tags: { Name: 'payments-public' } });
    expect(renderSubject(alert(entries, { networkAcl: longer, kind: 'remediation-failed' }))).toBe(
      `[high] payments-public: all SSH connections time out, fix failed ${place}`,
    );
  });

  it.each(['Zürich', '東京'])('has the id in place of the name %s', name => {
    const named = networkAcl(SSH, { tags: { Name: name } });
    expect(renderSubject(alert(SSH, { networkAcl: named }))).toMatch(/^\[high\] acl-0a1b2c3d: all SSH/);
  });

  it('is ASCII of at most 99 characters for all names', () => {
    const long = networkAcl(SSH, { networkAclId: `acl-\n\u{1F525}${'x'.repeat(200)}` });
    expect(renderSubject(alert(SSH, { kind: 'conflict', networkAcl: long }))).toMatch(/^[ -~]{99}$/);
  });
});

describe('the text of what cannot be evaluated', () => {
  const text = renderText(unreadableAlert({ change }));

  it('says why, who changed it last and where', () => {
    expect(text).toContain(
      '\nEC2 described it in a way that this version does not know.\nmaria (IAM user) added',
    );
    expect(text).toContain(
      '  Field: acl-0a1b2c3d egress rule 100: CidrBlock is missing, expected a CIDR block',
    );
    expect(text).toContain('#NetworkAclDetails:networkAclId=acl-0a1b2c3d');
    expect(text).not.toMatch(/undefined|Blocked/);
  });

  it('has a subject without a severity', () => {
    expect(renderSubject(unreadableAlert())).toBe(
      '[unknown] acl-0a1b2c3d: cannot be evaluated (123456789012 eu-central-1)',
    );
  });
});
