const rule = (rule_no: number, from_port: number, to_port: number) => ({
  ...{ rule_no, action: 'allow', protocol: 'tcp', from_port, to_port },
  ...{ cidr_block: '0.0.0.0/0', ipv6_cidr_block: '', icmp_type: 0, icmp_code: 0 },
});

/** A plan of Terraform that takes the replies of a network ACL away. */
export const CHANGED_PLAN = {
  format_version: '1.2',
  terraform_version: '1.11.0',
  planned_values: { root_module: {} },
  configuration: { root_module: {} },
  resource_changes: [
    {
      ...{ address: 'aws_network_acl.web', mode: 'managed', type: 'aws_network_acl', name: 'web' },
      change: {
        actions: ['update'],
        before: toState([rule(100, 1024, 65_535)]),
        after: toState([]),
        after_unknown: {},
      },
    },
  ],
};

function toState(egress: readonly object[]): object {
  return {
    ...{ id: 'acl-0a1b2c3d4e5f60718', vpc_id: 'vpc-1', subnet_ids: ['subnet-1'], tags: {} },
    ...{ ingress: [rule(100, 22, 22)], egress },
  };
}
