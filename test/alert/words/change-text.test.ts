import { describe, expect, it } from 'vitest';
import {
  recognizeTool,
  renderChangeLines,
  renderChangeSentence,
} from '../../../functions/alert/words/change-text.ts';
import { renderContent } from '../../../functions/alert/words/rule-text.ts';
import type { Change } from '../../../functions/review/words/change.ts';
import { CHANGE } from '../../fixtures/alerts.ts';
import { egress, ingress } from '../../fixtures/network-acls.ts';

describe('the tool of a change', () => {
  it.each<[Partial<Change>, string | undefined]>([
    [{ userAgent: 'aws-cli/2.31.3 md/awscrt#0.27.6 ua/2.1 os/windows#10' }, 'AWS CLI'],
    [{ userAgent: 'aws-cli/2.15.0 Python/3.11 Linux/6.1 exec-env/CloudShell prompt/off' }, 'AWS CloudShell'],
    [
      {
        userAgent:
          'APN/1.0 HashiCorp/1.0 Terraform/1.9.5 (+https://www.terraform.io) terraform-provider-aws/5.80.0 aws-sdk-go-v2/1.32',
      },
      'Terraform',
    ],
    [{ userAgent: 'APN/1.0 OpenTofu/1.0 OpenTofu/1.8.0 terraform-provider-aws/5.80.0' }, 'OpenTofu'],
    [{ userAgent: 'pulumi-aws/6.0 terraform-provider-aws/5.0' }, 'Pulumi'],
    [{ userAgent: 'cloudformation.amazonaws.com' }, 'CloudFormation'],
    [{ invokedBy: 'cloudformation.amazonaws.com', userAgent: 'aws-sdk-java/2.1' }, 'CloudFormation'],
    [{ userAgent: 'console.amazonaws.com' }, 'AWS console'],
    [{ userAgent: 'EC2ConsoleFrontend, aws-internal/3' }, 'AWS console'],
    [{ userAgent: 'Mozilla/5.0 (X11; Linux x86_64)' }, 'AWS console'],
    [{ userAgent: 'aws-internal/3', fromConsole: true }, 'AWS console'],
    [{ userAgent: 'Boto3/1.35.0 md/Botocore#1.35' }, 'Boto3'],
    [{ userAgent: 'aws-sdk-js/3.1169.0' }, 'AWS SDK'],
    [{ userAgent: 'curl/8.0' }, undefined],
    [{ userAgent: 'not-a-aws-cli/1' }, undefined],
    [{ userAgent: 'cloudformation.amazonaws.com.evil.example' }, undefined],
    [{}, undefined],
  ])('%j: %s', (change, tool) => {
    expect(recognizeTool({ networkAclId: 'acl-1', action: 'CreateNetworkAclEntry', ...change })).toBe(tool);
  });
});

const ROLE = 'arn:aws:sts::111122223333:assumed-role';

describe('the sentence about a change', () => {
  it.each<[Partial<Change>, string]>([
    [
      { actor: `${ROLE}/terraform-network/gha-7421` },
      'gha-7421 (role terraform-network) added inbound rule 100.',
    ],
    [
      { actor: `${ROLE}/AWSReservedSSO_NetworkAdmin_0123456789abcdef/maria@example.com` },
      'maria@example.com (permission set NetworkAdmin) added inbound rule 100.',
    ],
    [{ actor: 'arn:aws:iam::111122223333:user/team/maria' }, 'maria (IAM user) added inbound rule 100.'],
    [{ actor: 'arn:aws-cn:iam::111122223333:root' }, 'the root user added inbound rule 100.'],
    [{ actor: 'arn:aws:iam::111122223333:role/team/net' }, 'the role net added inbound rule 100.'],
    [{ actor: 'AIDAEXAMPLE' }, 'AIDAEXAMPLE added inbound rule 100.'],
    [{ actor: `${ROLE}/${'r'.repeat(70)}/s` }, `s (role ${'r'.repeat(61)}...) added inbound rule 100.`],
    [
      { actor: `${ROLE}/deploy/ci`, invokedBy: 'cloudformation.amazonaws.com' },
      'CloudFormation, called by ci (role deploy) added inbound rule 100.',
    ],
    [{ invokedBy: 'fms.amazonaws.com' }, 'fms added inbound rule 100.'],
    [{}, 'Inbound rule 100 was added.'],
    [{ userAgent: 'aws-cli/2.31.3' }, 'Inbound rule 100 was added with the AWS CLI.'],
    [{ userAgent: 'console.amazonaws.com' }, 'Inbound rule 100 was added in the AWS console.'],
    [{ userAgent: 'curl/8.0' }, 'Inbound rule 100 was added.'],
    [{ at: new Date('2026-11-20T09:14:59Z') }, 'Inbound rule 100 was added at 2026-11-20 09:14 UTC.'],
    [{ action: 'ReplaceNetworkAclEntry', actor: 'x' }, 'x changed inbound rule 100.'],
    [{ action: 'DeleteNetworkAclEntry', actor: 'x' }, 'x deleted inbound rule 100.'],
    [
      {
        ...{ action: 'ReplaceNetworkAclAssociation', actor: 'x' },
        target: { kind: 'association', associationId: 'aclassoc-1' },
      },
      'x moved a subnet to this network ACL.',
    ],
  ])('%j: %s', (change, sentence) => {
    const target = { kind: 'rule', direction: 'ingress', ruleNumber: 100 } as const;
    const whole: Change = { networkAclId: 'acl-1', action: 'CreateNetworkAclEntry', target, ...change };
    expect(renderChangeSentence(whole)).toBe(sentence);
  });

  it.each<[Change['action'], string, string]>([
    ['CreateNetworkAclEntry', 'x added a rule of this network ACL.', 'A rule of this network ACL was added.'],
    [
      'ReplaceNetworkAclEntry',
      'x changed a rule of this network ACL.',
      'A rule of this network ACL was changed.',
    ],
    [
      'DeleteNetworkAclEntry',
      'x deleted a rule of this network ACL.',
      'A rule of this network ACL was deleted.',
    ],
    [
      'ReplaceNetworkAclAssociation',
      'x moved a subnet to this network ACL.',
      'A subnet was moved to this network ACL.',
    ],
    ['DeleteNetworkAcl', 'x deleted this network ACL.', 'This network ACL was deleted.'],
    ['CreateTags', 'x tagged this network ACL.', 'This network ACL was tagged.'],
    ['DeleteTags', 'x removed tags of this network ACL.', 'This network ACL lost tags.'],
  ])('%s without a target: %s', (action, sentence, withoutActor) => {
    const change = { networkAclId: 'acl-1', action };
    expect(renderChangeSentence({ ...change, actor: 'x' })).toBe(sentence);
    expect(renderChangeSentence(change)).toBe(withoutActor);
  });

  it('is followed by what the rule says now', () => {
    expect(renderChangeLines(CHANGE)).toEqual([
      'maria (IAM user) added inbound rule 100 in the AWS console at 2026-11-20 09:14 UTC.',
      'Inbound rule 100 is now: allow tcp/22 from 0.0.0.0/0.',
    ]);
    expect(renderChangeSentence(CHANGE, true)).toBe(
      'maria (IAM user) added inbound rule 100 in the AWS console: allow tcp/22 from 0.0.0.0/0.',
    );
  });

  it('is none where nothing changed', () => expect(renderChangeLines(undefined)).toEqual([]));
});

describe('the content of a rule', () => {
  it.each([
    ['1 allow tcp 1024-65535 0.0.0.0/0', 'allow tcp 1024-65535 to 0.0.0.0/0'],
    ['1 allow tcp 443 0.0.0.0/0', 'allow tcp/443 to 0.0.0.0/0'],
    ['2 deny all ::/0', 'deny everything to ::/0'],
    ['3 allow icmp 10.0.0.0/8', 'allow icmp to 10.0.0.0/8'],
    ['4 deny tcp 10.0.0.0/8', 'deny all tcp to 10.0.0.0/8'],
  ])('%s: %s', (text, content) => {
    expect(egress(text).map(renderContent)).toEqual([content]);
    const inbound = content.replace(' to ', ' from ');
    expect(ingress(text).map(renderContent)).toEqual([inbound]);
  });
});
