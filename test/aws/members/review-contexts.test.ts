import type { EC2Client } from '@aws-sdk/client-ec2';
import { beforeEach, describe, expect, it } from 'vitest';
import { parseEnvironment } from '../../../functions/aws/environment.ts';
import { contextsOver, type ReviewContexts } from '../../../functions/aws/members/review-contexts.ts';
import type { Member } from '../../../functions/review/member.ts';
import { UnreachableError } from '../../../functions/review/unreachable.ts';
import { egress } from '../../fixtures/network-acls.ts';
import { ReviewWorld } from '../../fixtures/review-context.ts';

const HOME = { account: '111111111111', region: 'eu-central-1' };
const ENVIRONMENT = parseEnvironment({
  ...{ MODE: 'remediate', FINDINGS_TABLE: 'findings', READ_EXPOSURE: 'false' },
  ALERT_TOPIC_ARN: `arn:aws:sns:${HOME.region}:${HOME.account}:alerts`,
  ...{ NAMESPACE: 'guard', ORGANIZATION_ID: 'o-a1b2c3d4e5' },
});
const OWN = { ...HOME, region: 'eu-west-1' };
const OTHER = { account: '222222222222', region: 'eu-west-1' };
const [ENTRY = expect.fail('no entry')] = egress('100 allow all 0.0.0.0/0');

let contexts: ReviewContexts;
let world: ReviewWorld;
/** Which client writes: with a session of which account, in which region. */
let written: string[];
let refusal: Error | undefined;

beforeEach(() => {
  world = new ReviewWorld();
  written = [];
  refusal = Object.assign(new Error('no'), { name: 'UnauthorizedOperation' });
  const clientOf = (writer?: string) => {
    const send = async () => {
      if (writer === undefined && refusal) throw refusal;
      if (writer !== undefined) written.push(writer);
      return {};
    };
    return { send } as unknown as EC2Client;
  };
  const remediator = async ({ account }: Member) => ({
    ...{ accessKeyId: account, secretAccessKey: 's', sessionToken: 't', expiration: new Date() },
  });
  const clients = {
    ...{ reader: () => clientOf(), pageReader: () => clientOf() },
    writer: (region: string, session?: { readonly accessKeyId: string }) =>
      clientOf(`${session?.accessKeyId ?? 'own'} ${region}`),
  };
  const sources = { clients, roles: { remediator }, findings: world.findings };
  contexts = contextsOver(sources, ENVIRONMENT, world.reviewing);
});

describe('the context of a member', () => {
  it.each([
    ["in another region of the hub's account", OWN],
    ['in another account', OTHER],
  ])('%s cannot be reached where EC2 denies the read', async (_, member) => {
    const { networkAcls } = contexts.contextOf(member);
    for (const reading of [networkAcls.read(['acl-1']), networkAcls.list(undefined)]) {
      await expect(reading).rejects.toBeInstanceOf(UnreachableError);
      await expect(reading).rejects.toMatchObject({ member, code: 'UnauthorizedOperation' });
    }
  });

  it("writes with the function's role in the hub's account, else with a session", async () => {
    for (const member of [OWN, OTHER]) {
      const { networkAcls } = contexts.contextOf(member);
      expect(await networkAcls.create('acl-1', ENTRY, 'event-1')).toEqual({ kind: 'created' });
    }
    expect(written).toEqual(['own eu-west-1', '222222222222 eu-west-1']);
  });

  it("is the hub's own at home", () => {
    expect(contexts.contextOf(HOME).networkAcls).toBe(world.reviewing.networkAcls);
    expect(contexts.sourcesOf(HOME)).toBeUndefined();
  });
});
