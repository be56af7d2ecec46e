import { asFields } from '../../../functions/parsing/structures.ts';
import { readFromElsewhere } from '../elsewhere.ts';
import type { InputNetworkAcl } from '../listed-network-acl.ts';
import type { CodeContext } from '../listing.ts';
import { toEntries } from './entries.ts';
import { toMuted, toRules } from './network-acl.ts';
import { Resolver } from './resolver.ts';
import type { TemplateDocument } from './template-document.ts';

/**
 * A network ACL of which a template has only some rules.
 *
 * @param named - its id, or the expression that gives it
 * @throws ParseError for rules that EC2 would not take
 */
export function readElsewhere(
  named: string,
  { template, parameters, resources }: TemplateDocument,
  { find }: CodeContext,
): InputNetworkAcl {
  const resolver = new Resolver(template, parameters, new Map());
  const own = toEntries(resources, resolver).filter(
    each => each.networkAcl === undefined && each.named === named,
  );
  const rules = toRules(own, named);
  const muted = own.map(({ logicalId }) => toMuted(asFields(resources[logicalId]))).find(Boolean);
  return { ...readFromElsewhere(named, { entries: [], doubts: [] }, rules, find), muted };
}
