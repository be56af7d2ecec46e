import { describe, expect, it } from 'vitest';
import { renderCloudFormation } from '../../../functions/alert/fix/cloudformation.ts';
import { renderCreateCommand, renderDeleteCommand } from '../../../functions/alert/fix/command.ts';
import { renderTerraform } from '../../../functions/alert/fix/terraform.ts';
import type { NetworkAclEntry } from '../../../functions/coverage/network-acl-entry.ts';
import { egress } from '../../fixtures/network-acls.ts';

const [allow, deny] = egress(
  '100 allow tcp 1024-65535 0.0.0.0/0',
  '110 deny udp 1024-65535 2001:db8::/32',
) as [NetworkAclEntry, NetworkAclEntry];

describe('a fix', () => {
  it('as a command of the AWS CLI', () => {
    expect(renderCreateCommand('acl-1', allow)).toBe(
      'aws ec2 create-network-acl-entry --network-acl-id acl-1 --egress --rule-number 100 --protocol 6 --rule-action allow --cidr-block 0.0.0.0/0 --port-range From=1024,To=65535',
    );
    expect(renderCreateCommand('acl-1', deny, 'eu-west-1')).toContain(
      '--region eu-west-1 --network-acl-id acl-1 --egress --rule-number 110 --protocol 17 --rule-action deny --ipv6-cidr-block 2001:db8::/32',
    );
    expect(renderDeleteCommand('acl-1', deny, 'eu-west-1')).toBe(
      'aws ec2 delete-network-acl-entry --region eu-west-1 --network-acl-id acl-1 --egress --rule-number 110',
    );
  });

  it('as Terraform', () => {
    expect(renderTerraform('acl-1', deny)).toBe(
      [
        'resource "aws_network_acl_rule" "acl_1_egress_110" {',
        '  network_acl_id  = "acl-1"',
        '  egress          = true',
        '  rule_number     = 110',
        '  rule_action     = "deny"',
        '  protocol        = "udp"',
        '  ipv6_cidr_block = "2001:db8::/32"',
        '  from_port       = 1024',
        '  to_port         = 65535',
        '}',
      ].join('\n'),
    );
    expect(renderTerraform('acl-1', allow)).toContain('  cidr_block     = "0.0.0.0/0"');
  });

  it('as CloudFormation', () => {
    expect(renderCloudFormation('acl-1', deny)).toBe(
      [
        '  acl1Egress110:',
        '    Type: AWS::EC2::NetworkAclEntry',
        '    Properties:',
        '      NetworkAclId: acl-1',
        '      Egress: true',
        '      RuleNumber: 110',
        '      RuleAction: deny',
        '      Protocol: 17',
        '      Ipv6CidrBlock: "2001:db8::/32"',
        '      PortRange:',
        '        From: 1024',
        '        To: 65535',
      ].join('\n'),
    );
    expect(renderCloudFormation('acl-1', allow)).toContain('      CidrBlock: "0.0.0.0/0"');
  });
});
