import type { Muted } from '../listed-network-acl.ts';
import type { TerraformCode } from './code.ts';
import type { HclSources } from './hcl-sources.ts';
import type { Owners } from './owners.ts';
import type { Resource } from './resource.ts';

/** A plan or state while its network ACLs are listed. */
export interface TerraformDocument {
  readonly file: string;
  /** Whether it shows a change; a state shows one moment. */
  readonly isPlan: boolean;
  readonly code: TerraformCode;
  readonly owners: Owners;
  readonly sources: HclSources;
}

/** Whether a comment in the code of the resource asks to ignore it. */
export function toMuted(resource: Resource, { sources }: TerraformDocument): Muted | undefined {
  const reason = sources.find(resource)?.ignored;
  return reason === undefined ? undefined : { by: 'comment', reason };
}
