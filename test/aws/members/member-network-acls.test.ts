import { beforeEach, describe, expect, it } from 'vitest';
import { ExpiringMap } from '../../../functions/aws/exposure/expiring-map.ts';
import { RefusedError } from '../../../functions/aws/members/assume-role.ts';
import { MemberNetworkAcls, type OpenWriter } from '../../../functions/aws/members/member-network-acls.ts';
import type { Written } from '../../../functions/aws/members/member-roles.ts';
import type { FoundNetworkAcl } from '../../../functions/review/interfaces.ts';
import { UnreachableError } from '../../../functions/review/unreachable.ts';
import { egress, networkAcl } from '../../fixtures/network-acls.ts';

const MEMBER = { account: '222222222222', region: 'eu-west-1' };
const FOUND: FoundNetworkAcl = { kind: 'read', networkAcl: networkAcl([], { networkAclId: 'acl-1' }) };
const [ENTRY = expect.fail('no entry')] = egress('100 allow all 0.0.0.0/0');
const named = (name: string) => Object.assign(new Error(name), { name });

let minutes: number;
beforeEach(() => {
  minutes = 0;
});

function over(answer: () => FoundNetworkAcl, refusal?: Error) {
  const written: Written[] = [];
  const created: string[] = [];
  const reader = {
    ...{ ...MEMBER, partition: 'aws' },
    read: async (ids: readonly string[]) => new Map(ids.map(id => [id, answer()])),
    list: async () => ({ networkAcls: new Map([['acl-1', answer()]]) }),
    names: async () => new Map([['vpc-1', 'shop']]),
  };
  const openWriter: OpenWriter = async one => {
    written.push(one);
    if (refusal) throw refusal;
    return {
      create: async id => {
        created.push(id);
        return { kind: 'created' };
      },
    };
  };
  const now = () => minutes * 60_000;
  const refusals = new ExpiringMap<string>(300_000, 10, now);
  const networkAcls = new MemberNetworkAcls(reader, openWriter, refusals);
  const other = new MemberNetworkAcls({ ...reader, region: 'us-east-1' }, openWriter, refusals);
  return { networkAcls, other, written, created };
}

describe('the network ACLs of another account', () => {
  it('are read, listed and named as they are', async () => {
    const { networkAcls } = over(() => FOUND);
    expect(await networkAcls.read(['acl-1'])).toEqual(new Map([['acl-1', FOUND]]));
    expect(await networkAcls.list(undefined)).toEqual({ networkAcls: new Map([['acl-1', FOUND]]) });
    expect(await networkAcls.names(['vpc-1'])).toEqual(new Map([['vpc-1', 'shop']]));
    expect(networkAcls).toMatchObject({ ...MEMBER, partition: 'aws' });
  });

  it.each<[string, Error]>([
    ['AccessDenied', new RefusedError('arn', 'AccessDenied')],
    ['UnauthorizedOperation', named('UnauthorizedOperation')],
    ['AuthFailure', named('AuthFailure')],
    ['OptInRequired', named('OptInRequired')],
  ])('cannot be reached after %s', async (code, error) => {
    const { networkAcls } = over(() => {
      throw error;
    });
    for (const reading of [networkAcls.read(['acl-1']), networkAcls.list(undefined)]) {
      await expect(reading).rejects.toBeInstanceOf(UnreachableError);
      await expect(reading).rejects.toMatchObject({
        ...{ member: MEMBER, code, message: `222222222222/eu-west-1 cannot be reached: ${code}` },
      });
    }
  });

  it('cannot be reached where EC2 denies the read, which a reader of one account reports for each', async () => {
    const reason = { kind: 'not-allowed', code: 'UnauthorizedOperation' } as const;
    const { networkAcls } = over(() => ({ kind: 'unreadable', reason, tags: {} }));
    await expect(networkAcls.read(['acl-1', 'acl-2'])).rejects.toMatchObject({
      code: 'UnauthorizedOperation',
    });
  });

  it.each(['RequestLimitExceeded', 'Throttling', 'TimeoutError', 'ExpiredToken'])(
    'may be reached by another try after %s',
    async code => {
      const error = named(code);
      const { networkAcls } = over(() => {
        throw error;
      });
      await expect(networkAcls.read(['acl-1'])).rejects.toBe(error);
      await expect(networkAcls.list(undefined)).rejects.toBe(error);
    },
  );

  it('that are malformed are unreadable one by one', async () => {
    const reason = { kind: 'malformed', field: 'Entries', found: '1', expected: 'a list' } as const;
    const { networkAcls } = over(() => ({ kind: 'unreadable', reason, tags: {} }));
    expect((await networkAcls.read(['acl-1'])).get('acl-1')).toMatchObject({ reason });
  });

  it('each write opens a session of its own', async () => {
    const { networkAcls, written, created } = over(() => FOUND);
    expect(await networkAcls.create('acl-1', ENTRY, 'e-1')).toEqual({ kind: 'created' });
    expect(await networkAcls.create('acl-1', ENTRY)).toEqual({ kind: 'created' });
    expect(written).toEqual([
      { ...MEMBER, networkAclId: 'acl-1', eventId: 'e-1' },
      { ...MEMBER, networkAclId: 'acl-1' },
    ]);
    expect(created).toEqual(['acl-1', 'acl-1']);
  });

  it('a refused session is remembered for five minutes, in all regions of the account', async () => {
    const refused = { kind: 'role-refused', code: 'AccessDenied' };
    const { networkAcls, other, written } = over(() => FOUND, new RefusedError('arn', 'AccessDenied'));
    expect(networkAcls.writeRefusal()).toBeUndefined();
    for (const minute of [0, 1, 4.9]) {
      minutes = minute;
      expect(await networkAcls.create('acl-1', ENTRY, 'e-1')).toEqual(refused);
      expect(await other.create('acl-1', ENTRY, 'e-2')).toEqual(refused);
      expect(other.writeRefusal()).toBe('AccessDenied');
    }
    expect(written).toHaveLength(1);
    minutes = 5;
    expect(other.writeRefusal()).toBeUndefined();
    expect(await other.create('acl-1', ENTRY, 'e-1')).toEqual(refused);
    expect(written).toHaveLength(2);
  });

  it.each([
    [new RefusedError('arn', 'AccessDenied'), { kind: 'role-refused', code: 'AccessDenied' }],
    [named('Throttling'), { kind: 'throttled' }],
    [named('TimeoutError'), { kind: 'throttled' }],
  ])('nothing is written where the session fails with %s', async (error, result) => {
    const { networkAcls, created } = over(() => FOUND, error);
    expect(await networkAcls.create('acl-1', ENTRY, 'e-1')).toEqual(result);
    expect(created).toEqual([]);
  });
});
