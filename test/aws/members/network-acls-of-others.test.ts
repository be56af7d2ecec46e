import { expect, it } from 'vitest';
import { withoutOthers } from '../../../functions/aws/members/network-acls-of-others.ts';
import type { FoundNetworkAcl, NetworkAcls } from '../../../functions/review/interfaces.ts';
import { egress, networkAcl } from '../../fixtures/network-acls.ts';
import { ReviewWorld } from '../../fixtures/review-context.ts';

const [OWNER, STRANGER] = ['222222222222', '999999999999'];
const IDS = ['acl-own', 'acl-owner', 'acl-stranger'];

function withShared() {
  const world = new ReviewWorld();
  for (const [index, ownerId] of [undefined, OWNER, STRANGER].entries()) {
    const networkAclId = IDS[index] ?? '';
    const found: FoundNetworkAcl = { kind: 'read', networkAcl: networkAcl([], { networkAclId }) };
    world.stored.set(networkAclId, { ...found, ...(ownerId && { ownerId }) });
  }
  return { world, context: withoutOthers(world, account => account === OWNER) };
}

it('leaves out what another member owns, and keeps what only this member can report', async () => {
  const networkAcls: NetworkAcls = withShared().context.networkAcls;
  const page = await networkAcls.list(undefined);
  expect([...page.networkAcls.keys()]).toEqual(['acl-own', 'acl-stranger']);
  expect(page.otherOwners).toEqual([OWNER]);
  expect([...(await networkAcls.read(IDS)).keys()]).toEqual(['acl-own', 'acl-stranger']);
});

it('keeps the rest as it was: the pages, the names and the writes', async () => {
  const { world, context } = withShared();
  world.pageSize = 1;
  world.named.set('vpc-1', 'shop');
  const { networkAcls } = context;
  expect(await networkAcls.list('1')).toEqual({
    networkAcls: new Map(),
    otherOwners: [OWNER],
    nextToken: '2',
  });
  expect(await networkAcls.names(['vpc-1'])).toEqual(new Map([['vpc-1', 'shop']]));
  for (const entry of egress('100 allow tcp 1024-65535 0.0.0.0/0'))
    expect(await networkAcls.create('acl-own', entry)).toEqual({ kind: 'created' });
  expect(networkAcls).toMatchObject({ account: '123456789012', region: 'us-east-1', partition: 'aws' });
});
