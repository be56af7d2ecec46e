import type { FoundNetworkAcl, NetworkAcls, ReviewContext } from '../../review/interfaces.ts';

/**
 * For sweeps of a member that leave out what other members own: in a shared VPC each account sees the network ACLs of the
 * owner, and these are swept as the owner's.
 *
 * @param isMember - whether the network ACLs of an account are reviewed there
 */
export function withoutOthers<C extends Pick<ReviewContext, 'networkAcls'>>(
  context: C,
  isMember: (account: string) => boolean,
): C {
  return { ...context, networkAcls: leaveOut(context.networkAcls, isMember) };
}

function leaveOut(networkAcls: NetworkAcls, isMember: (account: string) => boolean): NetworkAcls {
  const withoutShared = (found: ReadonlyMap<string, FoundNetworkAcl>) =>
    new Map([...found].filter(([, { ownerId }]) => ownerId === undefined || !isMember(ownerId)));
  const { account, region, partition } = networkAcls;
  return {
    ...{ account, region, partition },
    read: async ids => withoutShared(await networkAcls.read(ids)),
    list: async nextToken => {
      const page = await networkAcls.list(nextToken);
      return { ...page, networkAcls: withoutShared(page.networkAcls) };
    },
    names: ids => networkAcls.names(ids),
    create: (...written) => networkAcls.create(...written),
    writeRefusal: () => networkAcls.writeRefusal?.(),
  };
}
