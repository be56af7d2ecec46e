import type { NetworkAcl, NetworkAclEntry } from '@aws-sdk/client-ec2';
import type { StandIn } from '../../cli/aws-stand-in/stand-in.ts';
import { renderEntry } from '../../functions/alert/words/entry-text.ts';
import { parseNetworkAcl, toEc2Entry } from '../../functions/aws/network-acl-shape.ts';
import { egress, ingress } from '../fixtures/network-acls.ts';

export const ID = 'acl-0a1b2c3d4e5f60718';

/** An entry as EC2 lists it, from text such as `in 100 allow tcp 22 0.0.0.0/0`. */
export function rule(text: string): NetworkAclEntry {
  const [direction, ...rest] = text.split(' ');
  const entries = direction === 'in' ? ingress(rest.join(' ')) : egress(rest.join(' '));
  return entries.map(toEc2Entry)[0] ?? {};
}

/** A network ACL in use with just these custom entries. */
export function networkAcl(rules: readonly string[], id = ID): NetworkAcl {
  const Associations = [{ NetworkAclId: id, SubnetId: 'subnet-0b1a2c3d' }];
  return { NetworkAclId: id, VpcId: 'vpc-0f1e2d3c', Associations, Entries: rules.map(rule) };
}

export const SSH_IN = 'in 100 allow tcp 22 0.0.0.0/0';
export const DNS_IN = 'in 110 allow udp 53 0.0.0.0/0';
/** What is missing for ssh, as the guard adds it, and as the stand-in then lists it. */
export const REPLIES = '100 allow tcp 1024-65535 0.0.0.0/0';
export const REPLIES_OUT = `out ${REPLIES}`;
/** What is missing for DNS once the replies of ssh are there. */
export const DNS_REPLIES = '110 allow udp 1024-65535 0.0.0.0/0';

/** Clients of ssh get no replies. */
export const BROKEN = networkAcl([SSH_IN]);
export const COVERED = networkAcl([SSH_IN, REPLIES_OUT]);
/** Two entries are missing: {@link REPLIES} and {@link DNS_REPLIES}. */
export const TWICE_BROKEN = networkAcl([SSH_IN, DNS_IN]);

/** Adds rules to the network ACL, past the API. */
export function addRules(standIn: StandIn, ...rules: readonly string[]): void {
  const current = standIn.networkAcl(ID) ?? {};
  standIn.putNetworkAcl({ ...current, Entries: [...(current.Entries ?? []), ...rules.map(rule)] });
}

/** The entry on one line, such as `100 allow tcp 22 0.0.0.0/0`. */
export function renderEc2Entry(entry: NetworkAclEntry): string {
  const { entries } = parseNetworkAcl({ NetworkAclId: ID, Entries: [entry] });
  return entries.map(renderEntry).join();
}

/** How an alert says that the guard added a rule such as `100 allow tcp 1024-65535 0.0.0.0/0`. */
export function addedSentence(rule: string): string {
  return rule.replace(/^(\d+) (.+) (\S+)$/, 'Added outbound rule $1: $2 to $3.');
}
