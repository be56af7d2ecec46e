import { readFromElsewhere } from '../elsewhere.ts';
import type { InputNetworkAcl } from '../listed-network-acl.ts';
import type { CodeContext } from '../listing.ts';
import { type TerraformDocument, toMuted } from './document.ts';
import type { OwnedRules } from './owners.ts';
import { toResourceRules } from './rules.ts';

/**
 * A network ACL of which a plan or state has only some rules.
 *
 * @param name - its id, or the expression that gives it
 * @throws ParseError for rules that EC2 would not take
 */
export function readElsewhere(
  name: string,
  owned: OwnedRules,
  document: TerraformDocument,
  { find }: CodeContext,
): InputNetworkAcl {
  const before = toResourceRules(owned.before, 'before', name, document.code);
  const after = toResourceRules(owned.after, 'after', name, document.code);
  const [first] = [...owned.after, ...owned.before];
  const read = readFromElsewhere(name, before, after, find);
  return {
    ...read,
    change: document.isPlan ? read.change : undefined,
    muted: first && toMuted(first, document),
  };
}
