import type { Surroundings } from '../../functions/coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import type { InputSource } from './evaluated.ts';

/** A network ACL of the input. It is parsed when it is needed: ten thousand parsed ones take twice the memory. */
export interface ListedNetworkAcl {
  readonly parse: () => NetworkAcl;
  readonly source: InputSource;
}

/** What `check` evaluates. */
export interface CheckInput {
  readonly networkAcls: readonly ListedNetworkAcl[];
  /** What is around a network ACL, as far as the input shows it. */
  readonly surroundings: (networkAcl: NetworkAcl) => Surroundings | Promise<Surroundings>;
  readonly close: () => void;
}

/** The account that owns a described network ACL, where the description names it. */
export function ownerOf(described: { readonly OwnerId?: unknown }): string | undefined {
  const { OwnerId } = described;
  return typeof OwnerId === 'string' && /^\d{12}$/.test(OwnerId) ? OwnerId : undefined;
}
