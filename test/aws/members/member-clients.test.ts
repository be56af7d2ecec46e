import { DescribeNetworkAclsCommand, type EC2Client } from '@aws-sdk/client-ec2';
import { beforeEach, describe, expect, it } from 'vitest';
import type { SessionCredentials } from '../../../functions/aws/members/assume-role.ts';
import { MemberClients } from '../../../functions/aws/members/member-clients.ts';
import { MemberCredentials } from '../../../functions/aws/members/member-credentials.ts';

const HOUR = 3_600_000;
const OK = '<DescribeNetworkAclsResponse><networkAclSet/></DescribeNetworkAclsResponse>';
const refusal = (code: string) =>
  `<Response><Errors><Error><Code>${code}</Code><Message>no</Message></Error></Errors></Response>`;

let assumed: string[];
let clients: MemberClients;
/** The access key and region of each signature that EC2 got. */
let signed: string[];
/** What EC2 refuses next, in turn. */
let refusals: string[];

const session = (accessKeyId: string): SessionCredentials => ({
  ...{ accessKeyId, secretAccessKey: 's', sessionToken: 't', expiration: new Date(Date.now() + HOUR) },
});

beforeEach(() => {
  process.env.AWS_ACCESS_KEY_ID = 'AKIAHUB';
  process.env.AWS_SECRET_ACCESS_KEY = 's';
  [assumed, signed, refusals] = [[], [], []];
  const assume = async (account: string) => {
    assumed.push(account);
    return session(`ASIA${account}-${assumed.length}`);
  };
  clients = new MemberClients('111111111111', new MemberCredentials(assume, Date.now));
});

/** Answers in the place of the network, below signing. */
function answering(client: EC2Client): EC2Client {
  client.middlewareStack.add(
    () => async args => {
      const { headers } = args.request as { readonly headers: Readonly<Record<string, string>> };
      const [, key, , region] =
        /Credential=([^/]+)\/(\d+)\/([\w-]+)\//.exec(headers.authorization ?? '') ?? [];
      signed.push(`${key} ${region}`);
      const code = refusals.shift();
      const body = Buffer.from(code ? refusal(code) : OK);
      return { response: { statusCode: code ? 401 : 200, headers: {}, body } } as never;
    },
    { step: 'deserialize', name: 'answer', priority: 'low' },
  );
  return client;
}

const describeBy = (client: EC2Client) => client.send(new DescribeNetworkAclsCommand({}));

describe('clients of members', () => {
  it('sign with the session of the account, for the region', async () => {
    await describeBy(answering(clients.reader('222222222222', 'eu-west-1')));
    await describeBy(answering(clients.reader('333333333333', 'eu-west-1')));
    await describeBy(answering(clients.pageReader('222222222222', 'us-east-1')));
    expect(signed).toEqual([
      'ASIA222222222222-1 eu-west-1',
      'ASIA333333333333-2 eu-west-1',
      'ASIA222222222222-1 us-east-1',
    ]);
    expect(assumed).toEqual(['222222222222', '333333333333']);
  });

  it("of the hub's own account sign with the function's role", async () => {
    await describeBy(answering(clients.reader('111111111111', 'eu-west-1')));
    expect(signed).toEqual(['AKIAHUB eu-west-1']);
    expect(assumed).toEqual([]);
  });

  it.each(['ExpiredToken', 'RequestExpired', 'InvalidClientTokenId', 'AuthFailure'])(
    'get a new session after %s, once',
    async code => {
      const client = answering(clients.reader('222222222222', 'eu-west-1'));
      refusals = [code];
      await describeBy(client);
      expect(signed).toEqual(['ASIA222222222222-1 eu-west-1', 'ASIA222222222222-2 eu-west-1']);
      refusals = [code, code];
      await expect(describeBy(client)).rejects.toMatchObject({ name: code });
      expect(assumed).toHaveLength(3);
    },
  );

  it('keep the session after another error', async () => {
    const client = answering(clients.reader('222222222222', 'eu-west-1'));
    refusals = ['UnauthorizedOperation'];
    await expect(describeBy(client)).rejects.toMatchObject({ name: 'UnauthorizedOperation' });
    await describeBy(client);
    expect(assumed).toHaveLength(1);
  });

  it('write with the session that they are given, in one attempt', async () => {
    refusals = ['RequestLimitExceeded'];
    const writer = answering(clients.writer('eu-west-1', session('ASIAWRITER')));
    await expect(describeBy(writer)).rejects.toMatchObject({ name: 'RequestLimitExceeded' });
    expect(signed).toEqual(['ASIAWRITER eu-west-1']);
    await describeBy(answering(clients.writer('eu-west-1')));
    expect(signed[1]).toBe('AKIAHUB eu-west-1');
  });

  it('have one request handler for all accounts and regions', () => {
    const handlers = [
      clients.reader('222222222222', 'eu-west-1'),
      clients.reader('333333333333', 'us-east-1'),
      clients.writer('us-east-1'),
    ].map(({ config }) => config.requestHandler);
    expect(new Set(handlers).size).toBe(1);
    const forPages = clients.pageReader('222222222222', 'eu-west-1').config.requestHandler;
    expect(handlers).not.toContain(forPages);
    expect(clients.pageReader('333333333333', 'us-east-1').config.requestHandler).toBe(forPages);
  });
});
