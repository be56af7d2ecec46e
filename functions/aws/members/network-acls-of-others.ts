import type { FoundNetworkAcl, NetworkAcls, ReviewContext } from '../../review/interfaces.ts';
import { isReviewedAsOwners } from '../../review/shared-vpc.ts';

/**
 * For sweeps of a member that leave out what is swept as its owner's.
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
  const isOthers = ({ ownerId }: FoundNetworkAcl) => isReviewedAsOwners(ownerId, isMember);
  const withoutShared = (found: ReadonlyMap<string, FoundNetworkAcl>) =>
    new Map([...found].filter(([, one]) => !isOthers(one)));
  const { account, region, partition } = networkAcls;
  return {
    ...{ account, region, partition },
    read: async ids => withoutShared(await networkAcls.read(ids)),
    list: async nextToken => {
      const page = await networkAcls.list(nextToken);
      const owners = [...page.networkAcls.values()].filter(isOthers).flatMap(({ ownerId }) => ownerId ?? []);
      return {
        ...page,
        networkAcls: withoutShared(page.networkAcls),
        ...(owners.length > 0 && { otherOwners: [...new Set(owners)] }),
      };
    },
    names: ids => networkAcls.names(ids),
    create: (...written) => networkAcls.create(...written),
    writeRefusal: () => networkAcls.writeRefusal?.(),
  };
}
