import {
  CreateNetworkAclEntryCommand,
  DescribeNetworkAclsCommand,
  DescribeNetworkInterfacesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeTagsCommand,
  DescribeVpcsCommand,
  EC2Client,
  type EC2ClientConfig,
  GetManagedPrefixListEntriesCommand,
} from '@aws-sdk/client-ec2';
import { AwsEc2QueryProtocol } from '@aws-sdk/core/protocols';
import { HttpResponse } from '@smithy/core/protocols';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { renderFields } from '../../cli/aws-stand-in/ec2-xml.ts';
import { renderNetworkAclPage } from '../../cli/aws-stand-in/network-acl-xml.ts';
import { createEc2Client } from '../../functions/aws/ec2-client.ts';
import situations from '../fixtures/situations.json' with { type: 'json' };

const COMMANDS = {
  NetworkAcls: () => new DescribeNetworkAclsCommand({}),
  NetworkInterfaces: () => new DescribeNetworkInterfacesCommand({}),
  SecurityGroups: () => new DescribeSecurityGroupsCommand({}),
  Subnets: () => new DescribeSubnetsCommand({}),
  Vpcs: () => new DescribeVpcsCommand({}),
  Tags: () => new DescribeTagsCommand({}),
  Entries: () => new GetManagedPrefixListEntriesCommand({ PrefixListId: 'pl-1' }),
  created: () => new CreateNetworkAclEntryCommand({ NetworkAclId: 'acl-1' } as never),
};
type Answered = keyof typeof COMMANDS;

/** What a client makes of an answer: its output, or the name of what it throws. */
async function readBy(
  create: (settings: EC2ClientConfig) => EC2Client,
  answered: Answered,
  body: string,
  statusCode: number,
): Promise<unknown> {
  const client = create({
    region: 'us-east-1',
    credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
    maxAttempts: 1,
    requestHandler: {
      handle: async () => ({
        response: new HttpResponse({ statusCode, headers: {}, body: Buffer.from(body) }),
      }),
    },
  });
  try {
    const { $metadata, ...output } = await client.send(COMMANDS[answered]() as DescribeVpcsCommand);
    return output;
  } catch (error) {
    return `throws ${(error as Error).name}: ${(error as Error).message}`;
  }
}

async function expectSame(answered: Answered, body: string, statusCode = 200): Promise<unknown> {
  const sdk = await readBy(settings => new EC2Client(settings), answered, body, statusCode);
  const ours = await readBy(createEc2Client, answered, body, statusCode);
  expect(ours).toEqual(sdk);
  return ours;
}

const PROLOG = '<?xml version="1.0" encoding="UTF-8"?>\n';
const wrap = (content: string) =>
  `${PROLOG}<Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>1</requestId>${content}</Response>`;

/** As EC2 writes it: each element on a line of its own. */
const indent = (xml: string) => xml.replaceAll(/(?<=>)(?=<)/g, '\n    ');

const SUBNETS = wrap(
  '<subnetSet><item><subnetId>subnet-1</subnetId><vpcId>vpc-1</vpcId><availableIpAddressCount>7' +
    '</availableIpAddressCount><mapPublicIpOnLaunch>true</mapPublicIpOnLaunch></item></subnetSet>',
);

describe('what EC2 answers is read as the SDK reads it', () => {
  it.each(situations.situations.map(({ id, files }) => [id, files] as const))(
    'the lists of situation %s, on one line and on many',
    async (_, { NetworkAcls, ...lists }) => {
      const page = { items: NetworkAcls, nextToken: 'more' } as Parameters<typeof renderNetworkAclPage>[0];
      const xml = { NetworkAcls: renderNetworkAclPage(page) };
      for (const [list, items] of Object.entries(lists))
        Object.assign(xml, { [list]: renderFields({ [list]: items }) });
      for (const [list, content] of Object.entries(xml)) {
        const read = await expectSame(list as Answered, wrap(content));
        expect(read).toMatchObject({ [list]: expect.anything() });
        await expectSame(list as Answered, indent(wrap(content)));
      }
    },
  );

  it.each<[string, Answered, string]>([
    ['an empty list', 'Vpcs', wrap('<vpcSet/>')],
    ['an empty list on two lines', 'Vpcs', wrap('<vpcSet>\n</vpcSet>')],
    ['no list', 'Vpcs', wrap('')],
    ['an empty root', 'Vpcs', `${PROLOG}<Response/>`],
    ['no prolog', 'Subnets', SUBNETS.slice(PROLOG.length)],
    ['an unknown element', 'Subnets', SUBNETS.replace('<vpcId>', '<new><new><b/>x</new></new><vpcId>')],
    ['an unknown empty element', 'Subnets', SUBNETS.replace('<vpcId>', '<new/><vpcId>')],
    ['an unknown element in a list', 'Subnets', SUBNETS.replace('<item>', '<other>x</other><item>')],
    [
      'entities',
      'Subnets',
      SUBNETS.replace('subnet-1', '&lt;a&gt; &amp;amp; &quot;b&apos; &#65;&#x42; &no;'),
    ],
    ['white space around a text', 'Subnets', SUBNETS.replace('subnet-1', '  a  ')],
    ['white space for a text', 'Subnets', SUBNETS.replace('subnet-1', '  ')],
    ['a line break for a text', 'Subnets', SUBNETS.replace('subnet-1', '\n ')],
    ['line breaks of Windows', 'Subnets', SUBNETS.replace('subnet-1', 'a\r\nb\rc')],
    ['an empty text', 'Subnets', SUBNETS.replace('subnet-1', '')],
    ['an empty number', 'Subnets', SUBNETS.replace('7', '')],
    ['a truth in capitals', 'Subnets', SUBNETS.replace('true', 'TRUE')],
    ['characters of more than one byte', 'Subnets', SUBNETS.replace('subnet-1', 'ü ✓ 𝄞')],
    ['a comment', 'Subnets', SUBNETS.replace('<vpcId>', '<!-- note --><vpcId>')],
    ['CDATA', 'Subnets', SUBNETS.replace('subnet-1', '<![CDATA[<a>]]>')],
    ['an attribute', 'Subnets', SUBNETS.replace('<vpcId>', '<vpcId a="b">')],
    ['a line break in a tag', 'Subnets', SUBNETS.replace('<vpcId>', '<vpcId\n>')],
    ['an end tag with a space', 'Subnets', SUBNETS.replace('</vpcId>', '</vpcId >')],
    ['elements for a text', 'Subnets', SUBNETS.replace('subnet-1', '<a>1</a>')],
    [
      'a time',
      'NetworkInterfaces',
      wrap(
        '<networkInterfaceSet><item><attachment><attachTime>2026-11-20T09:14:03.000Z</attachTime></attachment></item></networkInterfaceSet>',
      ),
    ],
    ['the answer to a write', 'created', wrap('<return>true</return>')],
    ['nothing', 'Vpcs', ''],
    ['half an answer', 'Subnets', SUBNETS.slice(0, 200)],
    ['what is no XML', 'Subnets', 'Service unavailable'],
    ['a page of HTML', 'Subnets', '<!DOCTYPE html><html><p>no</html>'],
  ])('%s', async (_, answered, body) => {
    await expectSame(answered, body);
  });

  it.each([400, 403, 503])('an error of status %i', async status => {
    const error =
      '<Response><Errors><Error><Code>UnauthorizedOperation</Code><Message>no</Message></Error></Errors></Response>';
    expect(await expectSame('Vpcs', error, status)).toBe('throws UnauthorizedOperation: no');
  });

  it('any answer with a character taken away or put in', async () => {
    const change = fc.record({
      at: fc.nat({ max: SUBNETS.length - 1 }),
      instead: fc.constantFrom('', '<', '>', '/', '&', ' ', 'x', '</item>', '<item>', '\n', '"', '='),
    });
    await fc.assert(
      fc.asyncProperty(change, async ({ at, instead }) => {
        const body = SUBNETS.slice(0, at) + instead + SUBNETS.slice(at + 1);
        await expectSame('Subnets', body);
      }),
      { numRuns: 300 },
    );
  });
});

it("only what is unusual is left to the SDK's own reading", async () => {
  const own = vi.spyOn(AwsEc2QueryProtocol.prototype, 'deserializeResponse');
  const calls = async (body: string) => {
    own.mockClear();
    await readBy(createEc2Client, 'Subnets', body, 200);
    return own.mock.calls.length;
  };
  expect(await calls(SUBNETS)).toBe(0);
  expect(await calls(indent(SUBNETS))).toBe(0);
  expect(await calls(SUBNETS.replace('subnet-1', '<![CDATA[a]]>'))).toBe(1);
  own.mockRestore();
});
