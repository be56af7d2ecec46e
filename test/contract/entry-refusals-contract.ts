import {
  CreateNetworkAclEntryCommand,
  type CreateNetworkAclEntryCommandInput,
  DeleteNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  ReplaceNetworkAclEntryCommand,
} from '@aws-sdk/client-ec2';
import { expect } from 'vitest';
import type { ContractTarget, DeclarePromise } from './aws-contract.ts';
import {
  createEntry,
  createSeenEntry,
  emptyNetworkAcl,
  expectCustomEntries,
  expectRefusal,
  HTTPS_IN,
} from './network-acl-steps.ts';

const INVALID: Readonly<Record<string, Partial<CreateNetworkAclEntryCommandInput>>> = {
  'rule number 0': { RuleNumber: 0 },
  'rule number 32767': { RuleNumber: 32_767 },
  'rule number 65536': { RuleNumber: 65_536 },
  'a CIDR block without a length': { CidrBlock: '10.0.0.0' },
  'an octet of 256': { CidrBlock: '10.0.0.256/32' },
  'an IPv4 length of 33': { CidrBlock: '10.0.0.0/33' },
  'an IPv6 length of 129': { CidrBlock: undefined, Ipv6CidrBlock: '::/129' },
  'an unknown protocol': { Protocol: '256' },
  'TCP without ports': { PortRange: undefined },
  'port 65536': { PortRange: { From: 443, To: 65_536 } },
  'a port range the wrong way round': { PortRange: { From: 444, To: 443 } },
};

type Edit = (target: ContractTarget, NetworkAclId: string, DryRun?: boolean) => Promise<unknown>;

const EDITS: Readonly<Record<'create' | 'replace' | 'delete', Edit>> = {
  create: ({ ec2 }, NetworkAclId, DryRun) => {
    const { RuleNumber } = HTTPS_IN;
    const input = { NetworkAclId, DryRun, ...HTTPS_IN, RuleNumber: RuleNumber + 1 };
    return ec2.send(new CreateNetworkAclEntryCommand(input));
  },
  replace: ({ ec2 }, NetworkAclId, DryRun) =>
    ec2.send(new ReplaceNetworkAclEntryCommand({ NetworkAclId, DryRun, ...HTTPS_IN, RuleAction: 'deny' })),
  delete: ({ ec2 }, NetworkAclId, DryRun) => {
    const { Egress, RuleNumber } = HTTPS_IN;
    return ec2.send(new DeleteNetworkAclEntryCommand({ NetworkAclId, DryRun, Egress, RuleNumber }));
  },
};

/** What EC2 refuses, and with which code. */
export function promiseRefusals(promise: DeclarePromise): void {
  for (const [title, entry] of Object.entries(INVALID)) {
    promise(`create refuses ${title}`, async target => {
      const id = await emptyNetworkAcl(target);
      await expectRefusal(createEntry(target, id, entry), 'InvalidParameterValue');
      await expectCustomEntries(target, id, []);
    });
  }

  for (const [title, edit] of Object.entries(EDITS)) {
    promise(`${title} refuses an unknown network ACL`, async target => {
      await expectRefusal(edit(target, 'acl-0123456789abcdef0'), 'InvalidNetworkAclID.NotFound');
    });

    promise(`a dry run of ${title} answers DryRunOperation and changes nothing`, async target => {
      const id = await emptyNetworkAcl(target);
      await createSeenEntry(target, id);
      const refusal = { name: 'DryRunOperation', $metadata: { httpStatusCode: 412 } };
      await expect(edit(target, id, true)).rejects.toMatchObject(refusal);
      await expectCustomEntries(target, id, [HTTPS_IN]);
    });
  }

  promise('create refuses a rule number that is taken, and keeps the entry that has it', async target => {
    const id = await emptyNetworkAcl(target);
    await createSeenEntry(target, id);
    await expectRefusal(createEntry(target, id, { RuleAction: 'deny' }), 'NetworkAclEntryAlreadyExists');
    await expectCustomEntries(target, id, [HTTPS_IN]);
  });

  for (const title of ['replace', 'delete'] as const) {
    promise(`${title} refuses an entry that is not there`, async target => {
      const id = await emptyNetworkAcl(target);
      await createSeenEntry(target, id, { Egress: !HTTPS_IN.Egress });
      await expectRefusal(EDITS[title](target, id), 'InvalidNetworkAclEntry.NotFound');
    });
  }

  promise('a refusal carries a request id, a message and status 400', async target => {
    const call = target.ec2.send(
      new DescribeNetworkAclsCommand({ NetworkAclIds: ['acl-0123456789abcdef0'] }),
    );
    await expect(call).rejects.toMatchObject({
      message: expect.stringContaining('acl-0123456789abcdef0'),
      $metadata: { httpStatusCode: 400, requestId: expect.any(String) },
    });
  });
}
