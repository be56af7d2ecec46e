import type { ExampleKind } from '../../cli/replay/examples/examples.ts';

/** What a message has to say, as the mock-ups of the product do: its subject, and texts in their order. */
export interface Mockup {
  readonly subject: string;
  readonly facts: readonly string[];
}

const WEB = 'acl-0a1b2c3d4e5f60718';
const BASTION = 'acl-0b2c3d4e5f6071829';
const PLACE = '(111122223333 eu-central-1)';
const CONSOLE =
  'https://eu-central-1.console.aws.amazon.com/vpcconsole/home?region=eu-central-1#NetworkAclDetails:networkAclId=';
const TRAIL = 'https://eu-central-1.console.aws.amazon.com/cloudtrailv2/home?region=eu-central-1#/events/';
const ALL_BLOCKED = '  Blocked: Linux 100%; Windows and macOS 100%; NAT, load balancers and Lambda 100%\n';
const ON_BASTION = 'All SSH (tcp/22) connections from 203.0.113.0/24 to instances bastion-1 and bastion-2';
const BY_MARIA = 'maria (role NetworkAdmin) added inbound rule 100 in the AWS console';
const EVIDENCE = '  Evidence: security group bastion-ssh accepts tcp/22 from 203.0.113.0/24\n';

/** Of each example. */
export const MOCKUPS: Readonly<Record<ExampleKind, Mockup>> = {
  gap: {
    subject: `[high] web-public: all HTTP and HTTPS connections time out ${PLACE}`,
    facts: [
      'All HTTP (tcp/80) and HTTPS (tcp/443) connections to load balancer shop-web time out.\n',
      'gha-7421 (role terraform-network) changed outbound rule 100 with Terraform at 2026-11-20 09:14 UTC.\n',
      'Outbound rule 100 is now: allow tcp/443 to 0.0.0.0/0.\n',
      'Replies go to client ports 1024-65535. No outbound rule of web-public allows them.\n\n',
      'Fix: add outbound rule 110: allow tcp 1024-65535 to 0.0.0.0/0. Or revert the change.\n\n',
      'In Terraform:\n\n  resource "aws_network_acl_rule" "web_public_egress_110" {\n',
      '    egress = true\n    rule_number = 110\n    rule_action = "allow"\n    protocol = "tcp"\n',
      'If the aws_network_acl resource has egress blocks, add an egress block there instead: the two ways overwrite each other.\n\n',
      'To stop the outage first (with inline blocks, the next apply removes this rule again):\n\n',
      `  aws ec2 create-network-acl-entry --region eu-central-1 --network-acl-id ${WEB} --egress --rule-number 110`,
      `Details:\n  Console: ${CONSOLE}${WEB}\n`,
      `  Change: ${TRAIL}2c9f4b7e-58d1-4f43-b6a0-7d3f9f2c1a55\n`,
      '  Behind it: load balancer shop-web; subnets public-a and public-b; VPC shop-prod\n',
      '  Evidence: security group shop-web-alb accepts tcp/80 and tcp/443 from 0.0.0.0/0\n',
      ALL_BLOCKED,
      '  No change made: notify mode only reports.\n\n',
      'To mute it, set its tag nacl-ephemeral-guard=ignore in Terraform. Alert 2a6f706862f46340.\n',
    ],
  },
  'gap-console': {
    subject: `[high] bastion: all SSH connections time out ${PLACE}`,
    facts: [
      `${ON_BASTION} time out.\n`,
      `${BY_MARIA} at 2026-11-20 09:14 UTC.\n`,
      'Inbound rule 100 is now: allow tcp/22 from 0.0.0.0/0.\n',
      'Fix: add outbound rule 100: allow tcp 1024-65535 to 203.0.113.0/24.\n\n',
      'In the console, open Outbound rules, Edit outbound rules, Add new rule:\n\n',
      `  ${CONSOLE}${BASTION}\n  Rule number 100, type Custom TCP, port range 1024-65535\n  Destination 203.0.113.0/24, Allow\n\n`,
      'Or with the AWS CLI:\n\n  aws ec2 create-network-acl-entry',
      '203.0.113.0/24 is enough: security group bastion-ssh accepts tcp/22 only from there.\n\n',
      '  Behind it: i-0a11b22c33d44e55f, i-0b22c33d44e55f66a; subnet public-a; VPC shop-prod\n',
      EVIDENCE,
      ALL_BLOCKED,
      `To mute ${BASTION}, set its tag nacl-ephemeral-guard=ignore. Alert 91be0c4417d25a03.\n`,
    ],
  },
  'gap-medium': {
    subject: `[medium] api-public: half of HTTPS connections from NAT time out ${PLACE}`,
    facts: [
      'About half of the HTTPS (tcp/443) connections from clients behind NAT to load balancer shop-api time out, at random.\n',
      'maria (role NetworkAdmin) changed outbound rule 140 with the AWS CLI at 2026-11-20 14:02 UTC.\n',
      'Outbound rule 140 is now: allow tcp 32768-65535 to 0.0.0.0/0.\n',
      'A connection fails when its client port is below 32768, so a retry often works.\n',
      'Affected: NAT gateways, mobile networks, load balancers and Lambda (49% of their ports).\n',
      'Not affected: Linux, Windows and macOS clients that connect directly.\n\n',
      'Fix: add outbound rule 150: allow tcp 1024-32767 to 0.0.0.0/0.\n\n  aws ec2 create-network-acl-entry',
      `  Console: ${CONSOLE}acl-0c3d4e5f607182930\n`,
      `  Change: ${TRAIL}5f3a9d02-6b0c-4d0e-8f0a-2b7f0f4f6c21\n`,
      '  Behind it: load balancer shop-api; subnets public-a and public-b; VPC shop-prod\n',
      '  Evidence: security group shop-api-alb accepts tcp/443 from 0.0.0.0/0\n',
      '  Blocked: NAT, load balancers and Lambda 49%; Linux 0%; Windows and macOS 0%\n',
      '  No change made: notify mode only reports.\n\n',
      'To mute acl-0c3d4e5f607182930, set its tag nacl-ephemeral-guard=ignore. Alert 0d5c7e21b8a94f66.\n',
    ],
  },
  remediated: {
    subject: `[fixed] bastion: SSH clients get replies again ${PLACE}`,
    facts: [
      'SSH (tcp/22) connections from 203.0.113.0/24 to instances bastion-1 and bastion-2 get replies again.\n',
      'The guard added outbound rule 100: allow tcp 1024-65535 to 203.0.113.0/24.\n',
      'Connections timed out for 2 minutes, from 2026-11-20 09:14 to 09:16 UTC.\n',
      `Cause: ${BY_MARIA}: allow tcp/22 from 0.0.0.0/0.\n\n`,
      'Nothing to do. If your rules are in code, add outbound rule 100 there, too.\n\n',
      `To undo what the guard did:\n\n  aws ec2 delete-network-acl-entry --region eu-central-1 --network-acl-id ${BASTION} --egress --rule-number 100\n\n`,
      '  Blocked before: Linux 100%; Windows and macOS 100%; NAT, load balancers and Lambda 100%\n\n',
      'To keep the guard from adding rules, set the tag nacl-ephemeral-guard=notify. Alert e024d9963e7a15f7.\n',
    ],
  },
  'remediation-failed': {
    subject: `[high] bastion: all SSH connections time out, fix failed ${PLACE}`,
    facts: [
      `${ON_BASTION} time out.\n`,
      'The guard could not add outbound rule 210: EC2 reports that the network ACL has 20 of 20 outbound rules.\n',
      `${BY_MARIA} at 2026-11-20 09:14 UTC.\n`,
      'Fix: remove or merge an outbound rule, then add outbound rule 210: allow tcp 1024-65535 to 203.0.113.0/24.\n',
      'Or raise the quota "Rules per network ACL" to at most 40 in Service Quotas.\n\n',
      '--rule-number 210',
      'The guard tries again at the next change of this network ACL and at the next sweep.\n\n',
      '  EC2 answered: NetworkAclEntryLimitExceeded\n\n',
    ],
  },
  conflict: {
    subject: `[high] bastion: all SSH connections time out, fix was removed ${PLACE}`,
    facts: [
      `${ON_BASTION} time out again.\n`,
      'The guard added outbound rule 100 twice in 24 hours. Both times it was removed.\n',
      'gha-7421 (role terraform-network) deleted outbound rule 100 with Terraform at 2026-11-20 11:02 UTC.\n',
      'The guard does not add it a third time.\n\n',
      'Fix: add outbound rule 100 to your Terraform code: allow tcp 1024-65535 to 203.0.113.0/24.\n\n',
      'resource "aws_network_acl_rule" "bastion_egress_100" {\n',
      'Terraform removes every rule that is not in these blocks. That is the likely cause here.\n\n',
      '  Added: 2026-11-20 09:16 and 10:31 UTC\n  Removed: 2026-11-20 10:28 and 11:02 UTC\n',
      '  Rules of the guard that still exist: none\n',
    ],
  },
  reminder: {
    subject: `[high] bastion: all SSH connections still time out, day 7 ${PLACE}`,
    facts: [
      `${ON_BASTION} still time out.\n`,
      'This was first reported on 2026-11-20 at 09:16 UTC, 7 days ago.',
      'Fix: add outbound rule 100: allow tcp 1024-65535 to 203.0.113.0/24.\n\n',
      'If this is meant to stay, mute the network ACL. The next reminder comes on 2026-12-04.\n\n',
      `  aws ec2 create-tags --region eu-central-1 --resources ${BASTION} --tags Key=nacl-ephemeral-guard,Value=ignore\n`,
      `Details:\n  Console: ${CONSOLE}${BASTION}\n`,
      '  Cause: maria (role NetworkAdmin) added inbound rule 100, allow tcp/22 from 0.0.0.0/0, on 2026-11-20\n',
      EVIDENCE,
      ALL_BLOCKED,
      '  No change made: notify mode only reports.\n\n',
      'Alert 91be0c4417d25a03.\n',
    ],
  },
  resolved: {
    subject: `[resolved] web-public: HTTP and HTTPS clients get replies again ${PLACE}`,
    facts: [
      'HTTP (tcp/80) and HTTPS (tcp/443) connections to load balancer shop-web get replies again.\n',
      'They timed out for 41 minutes, from 2026-11-20 09:14 to 09:55 UTC.\n',
      'gha-7433 (role terraform-network) added outbound rule 110 with Terraform: allow tcp 1024-65535 to 0.0.0.0/0.\n\n',
      'Nothing to do.\n\n',
      `  Change: ${TRAIL}0b6de1f2-9a80-4d3e-a8c5-60a4c8b2f914\n\n`,
      'Closes alert 2a6f706862f46340.\n',
    ],
  },
  'cannot-evaluate': {
    subject: `[unknown] ${WEB}: cannot be evaluated ${PLACE}`,
    facts: [
      `The guard does not know whether replies pass network ACL ${WEB}.\n`,
      "EC2 refused ec2:DescribeNetworkAcls to the guard's role.\n",
      'gha-7421 (role terraform-network) changed outbound rule 100 with Terraform at 2026-11-20 09:14 UTC.\n',
      "Fix: allow ec2:DescribeNetworkAcls for the guard's role. A service control policy may deny it.\n\n",
      'Until then, no network ACL in this region is evaluated. Check this one by hand:\n\n',
      `  ${CONSOLE}${WEB}\n\n`,
      `Details:\n  Network ACL: ${WEB}, last known name web-public\n`,
      `  Change: ${TRAIL}2c9f4b7e-58d1-4f43-b6a0-7d3f9f2c1a55\n`,
      '  Role: nacl-ephemeral-guard-prod-GuardRole-1A2B3C4D5E6F\n',
      '  EC2 answered: UnauthorizedOperation\n',
    ],
  },
  ingress: {
    subject: `[high] app-private: all outgoing HTTPS connections time out ${PLACE}`,
    facts: [
      'All outgoing HTTPS (tcp/443) connections from subnets app-a and app-b time out.\n',
      'gha-7421 (role terraform-network) deleted inbound rule 140 with Terraform at 2026-11-20 09:14 UTC.\n',
      'Replies come back to ports 1024-65535. No inbound rule of app-private allows them.\n\n',
      'Fix: add inbound rule 110: allow tcp 1024-65535 from 0.0.0.0/0. Or revert the change.\n',
      'The guard never adds inbound rules, because they open ports. Security groups still apply.\n\n',
      'resource "aws_network_acl_rule" "app_private_ingress_110" {\n',
      'If the aws_network_acl resource has ingress blocks, add an ingress block there instead',
      `  Console: ${CONSOLE}acl-0e5f6071829304152\n`,
      `  Change: ${TRAIL}2c9f4b7e-58d1-4f43-b6a0-7d3f9f2c1a55\n`,
      '  Behind it: 14 network interfaces; subnets app-a and app-b; VPC shop-prod\n',
      '  Evidence: outbound rule 100 allows tcp/443 to 0.0.0.0/0\n',
      '  Blocked replies: Linux 100%; Windows 100%\n',
      'To mute it, set its tag nacl-ephemeral-guard=ignore in Terraform. Alert b3f1d07c52e84a19.\n',
    ],
  },
  digest: {
    subject: `[high] 19 of 204 network ACLs block replies ${PLACE}`,
    facts: [
      '19 of 204 network ACLs block replies to clients: 13 high, 6 medium.\n',
      'The sweep of 2026-11-20 06:00 UTC found them. Mode: notify (only reports).\n\n',
    ],
  },
  'first-digest': {
    subject: `[high] 19 of 204 network ACLs block replies ${PLACE}`,
    facts: [
      '19 of 204 network ACLs block replies to clients: 13 high, 6 medium.\n',
      'This is the first sweep after the deployment. No change made.\n',
      'From now on, each change that blocks replies is reported, and once a week what is still open.\n\n',
      'High (11): no client gets a reply. No outbound rule allows replies.\n',
      `  - bastion, ${BASTION}: SSH (tcp/22) from 203.0.113.0/24\n`,
      '  - jobs-api, acl-0cc1d2e3f4a5b6c7d: tcp/9080 from 147.235.0.0/16\n',
      'tcp/4333 from 10.128.11.0/24 and 3 more\n',
      '  - ... and 3 more\n\n',
      'High (2): 58% of the connections from Linux clients time out. Outbound allows only 49152-65535.\n',
      'Medium (3): about half of the connections from clients behind NAT time out. Outbound allows only 32768-65535.\n',
      'Medium (3): inbound allows everything, outbound does not. Narrow the inbound rules first.\n',
      '  - acl-0c2091a2b3c4d5e6f (VPC shop-prod)\n  - cache, acl-09b1a2b3c4d5e6f70\n',
      '7 more are low and 178 are covered.\n',
      '2 have deny rules that never take effect.\n\n',
      'See all, with the missing rules:\n\n  nacl-ephemeral-guard check --region eu-central-1 --fix cli\n\n',
      'To accept one, set its tag nacl-ephemeral-guard=ignore. Digest 5d1e2f30a4b5c6d7.\n',
    ],
  },
  'burst-digest': {
    subject: `[high] One Terraform run blocks replies on 37 network ACLs ${PLACE}`,
    facts: [
      'All connections to services behind 37 network ACLs have timed out since 2026-11-20 09:14 UTC.\n',
      'gha-7421 (role terraform-network) changed them with Terraform between 09:14:03 and 09:15:51 UTC.\n',
      'The change is the same in all 37: outbound rule 120 deleted.\n',
      'Replies go to client ports 1024-65535. No outbound rule allows them.\n\n',
      'Fix: revert the Terraform change. Or add to the code: outbound rule 120, allow tcp 1024-65535 to 0.0.0.0/0.\n\n',
      '  - VPC shop-prod: web-public, api-public, app-private, db-private and 4 more\n',
      'more VPCs: ',
      'Affected: load balancers shop-web-public, shop-api-public and 5 more; 61 instances; 12 VPCs.\n\n',
      'If you cannot run Terraform now, this prints commands that add the rules (its next run may remove them):\n\n',
      '  nacl-ephemeral-guard check --region eu-central-1 --fix cli\n\n',
      `  First change: ${TRAIL}2c9f4b7e-58d1-4f43-b6a0-7d3f9f2c1a55\n`,
      '  Changed by: arn:aws:sts::111122223333:assumed-role/terraform-network/gha-7421 from 203.0.113.77\n',
      '  Evidence: security groups accept the services behind 29; inbound rules name the services of 8\n',
      '  No change made: notify mode only reports.\n\n',
      'Digest 8c20e7d15b3f4a96.\n',
    ],
  },
  'reminder-digest': {
    subject: `[high] 9 network ACLs still block replies ${PLACE}`,
    facts: [
      '9 network ACLs still block replies to clients: 4 high, 5 medium.\n',
      'there were 13. Fixed since: 5. New since: 1.\n\n',
      `  - bastion, ${BASTION}: SSH (tcp/22), open for 7 days\n`,
      '  - reporting, acl-010b2c3d4e5f60718: MySQL (tcp/3306) and tcp/4333, open for 28 days\n',
      '  - api-public, acl-0c3d4e5f607182930: HTTPS (tcp/443), open for 2 days\n',
      'Next reminder: 2026-11-27. Digest 17aa94c0e2b86d53.\n',
    ],
  },
  'all-well': {
    subject: `[ok] All 204 network ACLs let replies out ${PLACE}`,
    facts: [
      'All 204 network ACLs in 111122223333 eu-central-1 let replies reach their clients.\n',
      'nacl-ephemeral-guard works: it evaluated every network ACL at 2026-11-20 06:00 UTC.\n\n',
      'Nothing to do. From now on, a change that blocks replies is reported within a few minutes.\n',
      'Mode: notify (only reports). Reported from severity: medium.\n\n',
      'Assumed:\n  - Security groups and interfaces of 196 network ACLs were read.\n',
      "  - In 61 network ACLs, inbound rules for high ports only let in replies to the subnets' own calls.\n",
      '  - 8 of the 204 network ACLs are not used by any subnet.\n\n',
      'See every result and assumption:\n\n  nacl-ephemeral-guard check --region eu-central-1 --all\n\n',
      'To test an alert: npm run smoke. Digest f00c1d2e3a4b5968.\n',
    ],
  },
};
