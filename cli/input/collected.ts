import type { Fields } from '../../functions/parsing/structures.ts';
import { type DescribedLists, emptyLists } from './lists.ts';
import type { Inventory, RecordedItem } from './recorded/recorded-item.ts';

/** Where a part of the input is from. What is not known is undefined. */
export interface InputOrigin {
  /** As the user named it. */
  readonly file: string;
  readonly account?: string | undefined;
  readonly region?: string | undefined;
  /** Of items of AWS Config: what lists them. */
  readonly inventory?: Inventory;
  /** The line of a resource of a template, from 1. */
  readonly lineOf?: (logicalId: string) => number | undefined;
}

/** A network ACL that some form describes, with the keys of EC2. */
export interface DescribedNetworkAcl {
  readonly described: unknown;
  readonly origin: InputOrigin;
}

/** What manages network ACLs. */
export const CODE_KINDS = ['terraform-plan', 'terraform-state', 'terraform-state-file', 'template'] as const;
export type CodeKind = (typeof CODE_KINDS)[number];

/** A plan, a state or a template, not parsed yet. */
export interface CodeDocument {
  readonly kind: CodeKind;
  readonly json: Fields;
  readonly origin: InputOrigin;
}

/** What the files have, sorted by what it is. */
export interface Collected {
  readonly networkAcls: DescribedNetworkAcl[];
  /** What is around them. */
  readonly lists: Omit<DescribedLists, 'NetworkAcls'>;
  readonly recorded: RecordedItem[];
  readonly code: CodeDocument[];
}

export function emptyCollected(): Collected {
  const { NetworkAcls: _, ...lists } = emptyLists();
  return { networkAcls: [], lists, recorded: [], code: [] };
}
