import { toPlain } from '../../../functions/alert/words/plain-text.ts';
import { toShowableName } from '../../../functions/alert/words/untrusted-text.ts';
import type { EvaluatedNetworkAcl } from '../evaluated.ts';

type Named = Pick<EvaluatedNetworkAcl, 'networkAcl' | 'source'>;

/** The name that others chose, where it is a mere name. */
export function showableName({ networkAcl }: Named): string | undefined {
  return toShowableName(networkAcl.tags.Name);
}

/** The id, or the address where there is no id yet. */
export function idOf({ networkAcl, source }: Named): string {
  return networkAcl.networkAclId || toPlain(source.address ?? '') || 'a network ACL without an id';
}

/** The address in a plan or a template, else the id. */
export function addressOf({ networkAcl, source }: Named): string {
  return toPlain(source.address ?? '') || networkAcl.networkAclId || 'a network ACL without an id';
}

/** `main.tf:13`; undefined where no line is known. */
export function placeOf({ source: { file, line } }: Named): string | undefined {
  return file !== undefined && line !== undefined ? `${toPlain(file)}:${line}` : undefined;
}

/** Where in AWS it is: the region, in an organisation with its account. */
export function regionOf({ source: { region, member } }: Named): string | undefined {
  return member ?? region;
}
