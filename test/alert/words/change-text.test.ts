import { describe, expect, it } from 'vitest';
import { recognizeTool, renderChange } from '../../../functions/alert/words/change-text.ts';
import type { Change } from '../../../functions/review/words/change.ts';
import { CHANGE } from '../../fixtures/alerts.ts';

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

describe('the lines of a change', () => {
  it.each<[Partial<Change>, string[]]>([
    [
      CHANGE,
      [
        'CreateNetworkAclEntry inbound rule 100',
        'by arn:aws:iam::123456789012:user/maria from 198.51.100.24',
        'with AWS console (console.amazonaws.com)',
        'at 2026-11-20 09:14:03 UTC, CloudTrail event 2c9f4b7e',
      ],
    ],
    [
      {
        actor: 'arn:x',
        invokedBy: 'cloudformation.amazonaws.com',
        userAgent: 'cloudformation.amazonaws.com',
      },
      ['CreateNetworkAclEntry', 'by arn:x through cloudformation.amazonaws.com', 'with CloudFormation'],
    ],
    [{ userAgent: 'curl/8.0' }, ['CreateNetworkAclEntry', 'with curl/8.0']],
    [{ fromConsole: true }, ['CreateNetworkAclEntry', 'with AWS console']],
    [{ sourceAddress: '192.0.2.1' }, ['CreateNetworkAclEntry', 'from 192.0.2.1']],
    [{}, ['CreateNetworkAclEntry']],
  ])('%#', (change, lines) => {
    expect(renderChange({ networkAclId: 'acl-1', action: 'CreateNetworkAclEntry', ...change })).toEqual(
      lines,
    );
  });

  it('are none where nothing changed', () => expect(renderChange(undefined)).toEqual([]));
});
