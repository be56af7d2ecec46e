import type { NetworkAcl } from '../../../functions/coverage/network-acl.ts';
import type { ListedNetworkAcl, UnreadableInput } from '../../input/listed-network-acl.ts';
import type { CheckInput } from '../input.ts';
import type { ReadRegion } from './read-region.ts';

/**
 * The network ACLs of all regions. Which region one is of is known by the object itself: ids may be of several accounts.
 */
export function toLiveInput(
  regions: readonly ReadRegion[],
  unreadable: readonly UnreadableInput[],
): CheckInput {
  const origins = new WeakMap<NetworkAcl, ReadRegion>();
  const networkAcls = regions.flatMap(region =>
    region.networkAcls.map((listed): ListedNetworkAcl => {
      const parseHere = () => {
        const read = listed.parse();
        origins.set(read.networkAcl, region);
        return read;
      };
      return { ...listed, parse: parseHere };
    }),
  );
  return {
    networkAcls,
    unreadable: [...unreadable, ...regions.flatMap(region => region.unreadable)],
    surroundings: networkAcl => {
      const region = origins.get(networkAcl);
      if (region === undefined) throw new Error('the network ACL is of none of the regions');
      return region.surroundings(networkAcl);
    },
    close: () => {
      for (const region of regions) region.close();
    },
  };
}
