import {
  CreateNetworkAclEntryCommand,
  type NetworkAclEntry,
  ReplaceNetworkAclEntryCommand,
} from '@aws-sdk/client-ec2';
import { expect } from 'vitest';
import type { DeclarePromise } from './aws-contract.ts';
import { promiseRefusals } from './entry-refusals-contract.ts';
import {
  createEntry,
  createSeenEntry,
  deleteEntry,
  emptyNetworkAcl,
  expectCustomEntries,
  expectRefusal,
  HTTPS_IN,
  listEntries,
} from './network-acl-steps.ts';

const ALL_IPV6 = { CidrBlock: undefined, Ipv6CidrBlock: '::/0' } as const;
const NO_PORTS = { PortRange: undefined } as const;

const LISTED_AS_CREATED: Readonly<Record<string, NetworkAclEntry>> = {
  'a TCP port range': { ...HTTPS_IN, PortRange: { From: 1024, To: 65_535 } },
  'UDP port 0': { ...HTTPS_IN, Protocol: '17', PortRange: { From: 0, To: 0 } },
  'a deny': { ...HTTPS_IN, RuleAction: 'deny' },
  'all protocols': { ...HTTPS_IN, ...NO_PORTS, Protocol: '-1' },
  'a protocol without ports': { ...HTTPS_IN, ...NO_PORTS, Protocol: '47' },
  'an ICMP type and code': { ...HTTPS_IN, ...NO_PORTS, Protocol: '1', IcmpTypeCode: { Code: -1, Type: 8 } },
  'an IPv6 CIDR block': { ...HTTPS_IN, ...ALL_IPV6 },
  'an ICMPv6 type and code': {
    ...HTTPS_IN,
    ...ALL_IPV6,
    ...NO_PORTS,
    Protocol: '58',
    IcmpTypeCode: { Code: 0, Type: 128 },
  },
  'the first rule number': { ...HTTPS_IN, RuleNumber: 1 },
  'the last rule number': { ...HTTPS_IN, RuleNumber: 32_766 },
};

const CANONICAL: readonly (readonly [
  family: 'CidrBlock' | 'Ipv6CidrBlock',
  given: string,
  listed: string,
])[] = [
  ['CidrBlock', '100.68.0.18/18', '100.68.0.0/18'],
  ['CidrBlock', '10.1.2.3/0', '0.0.0.0/0'],
  ['CidrBlock', '10.1.2.3/32', '10.1.2.3/32'],
  ['Ipv6CidrBlock', '2001:DB8:0:0:1::1/64', '2001:db8::/64'],
];

/** What the calls that change entries do. */
export function promiseEntryEdits(promise: DeclarePromise): void {
  for (const [title, entry] of Object.entries(LISTED_AS_CREATED)) {
    promise(`create makes ${title}, listed as it was given`, async target => {
      const id = await emptyNetworkAcl(target);
      await createEntry(target, id, entry);
      await expectCustomEntries(target, id, [entry]);
    });
  }

  for (const [family, given, listed] of CANONICAL) {
    promise(`create makes ${given} canonical: ${listed}`, async target => {
      const id = await emptyNetworkAcl(target);
      await createEntry(target, id, { CidrBlock: undefined, [family]: given });
      await expectCustomEntries(target, id, [{ ...HTTPS_IN, CidrBlock: undefined, [family]: listed }]);
    });
  }

  promise('a rule number is taken per direction', async target => {
    const id = await emptyNetworkAcl(target);
    await createEntry(target, id, { Egress: true });
    await createEntry(target, id, { Egress: false });
    await expectCustomEntries(target, id, [{ ...HTTPS_IN, Egress: true }, HTTPS_IN]);
  });

  promise('an IPv6 entry brings the default rule for IPv6', async target => {
    const id = await emptyNetworkAcl(target);
    await createEntry(target, id, ALL_IPV6);
    const denyAll = { Ipv6CidrBlock: '::/0', Protocol: '-1', RuleAction: 'deny', RuleNumber: 32_768 };
    await expect.poll(() => listEntries(target, id)).toContainEqual({ ...denyAll, Egress: true });
  });

  promise('replace puts the whole new entry in the place of the old', async target => {
    const id = await emptyNetworkAcl(target);
    const icmp = { ...HTTPS_IN, ...NO_PORTS, Protocol: '1', IcmpTypeCode: { Code: -1, Type: -1 } };
    await createSeenEntry(target, id);
    await target.ec2.send(new ReplaceNetworkAclEntryCommand({ NetworkAclId: id, ...icmp }));
    await expectCustomEntries(target, id, [icmp]);
  });

  promise('delete takes the entry of its direction and leaves the other', async target => {
    const id = await emptyNetworkAcl(target);
    await createSeenEntry(target, id, { Egress: true });
    await createEntry(target, id, { Egress: false });
    await deleteEntry(target, id, { Egress: true, RuleNumber: HTTPS_IN.RuleNumber });
    await expectCustomEntries(target, id, [HTTPS_IN]);
  });

  promise('create refuses the entry beyond the quota, and the other direction has its own', async target => {
    const id = await emptyNetworkAcl(target);
    const fill = async () => {
      for (let RuleNumber = 1; RuleNumber <= target.entryQuota + 1; RuleNumber++) {
        await createEntry(target, id, { RuleNumber });
      }
    };
    await expectRefusal(fill(), 'NetworkAclEntryLimitExceeded');
    await target.ec2.send(new CreateNetworkAclEntryCommand({ NetworkAclId: id, ...HTTPS_IN, Egress: true }));
  });

  promiseRefusals(promise);
}
