import type { Surroundings } from '../../functions/coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import type { InputSource, ListedNetworkAcl, UnreadableInput } from '../input/listed-network-acl.ts';

/** What `check` evaluates. */
export interface CheckInput {
  readonly networkAcls: readonly ListedNetworkAcl[];
  /** In the order of the input. */
  readonly unreadable: readonly UnreadableInput[];
  /** What is around a network ACL, as far as the input shows it. */
  readonly surroundings: (
    networkAcl: NetworkAcl,
    source: InputSource,
  ) => Surroundings | Promise<Surroundings>;
  readonly close: () => void;
}
