import type { Fields } from '../../../functions/parsing/structures.ts';
import type { CodeDocument } from '../collected.ts';
import { toPossible, toUnknown } from '../doubt.ts';
import type { InputNetworkAcl, InputSource } from '../listed-network-acl.ts';
import { addListed, type CodeContext, type Listing, toUnreadable } from '../listing.ts';
import { TerraformCode } from './code.ts';
import { composeRules } from './composed.ts';
import { type TerraformDocument, toMuted } from './document.ts';
import { readElsewhere } from './elsewhere.ts';
import { HclSources } from './hcl-sources.ts';
import { toNetworkAclOf, toPlace, toSubnetIds } from './network-acl-values.ts';
import { isNetworkAcl, type OwnedRules, toOwners } from './owners.ts';
import { toPlanResources, toShownResources, toStateFileResources } from './plan-resources.ts';
import type { Resource } from './resource.ts';
import type { Moment } from './rules.ts';

const READERS = {
  'terraform-plan': toPlanResources,
  'terraform-state': toShownResources,
  'terraform-state-file': toStateFileResources,
} as const satisfies Partial<Record<CodeDocument['kind'], (json: Fields, file: string) => Resource[]>>;

/** Adds the network ACLs of a plan or a state of Terraform, and those of which it has only rules. */
export function listTerraform(
  kind: keyof typeof READERS,
  { json, origin: { file } }: CodeDocument,
  context: CodeContext,
  listing: Listing,
): void {
  try {
    const resources = READERS[kind](json, file);
    const code = new TerraformCode(json, resources.filter(isNetworkAcl));
    const document: TerraformDocument = {
      file,
      isPlan: kind === 'terraform-plan',
      code,
      owners: toOwners(resources, code),
      sources: new HclSources(file, code),
    };
    listManaged(document, listing);
    for (const [name, rules] of document.owners.elsewhere) {
      const [first] = [...rules.after, ...rules.before];
      if (first === undefined) continue;
      const source = { ...toSource(first, document), account: undefined, region: undefined };
      addListed(listing, file, source, () => readElsewhere(name, rules, document, context));
    }
  } catch (error) {
    listing.unreadable.push(toUnreadable(error, file));
  }
}

function listManaged(document: TerraformDocument, listing: Listing): void {
  for (const [resource, rules] of document.owners.managed) {
    if (resource.after === undefined) continue;
    const parse = () => readManaged(resource, rules, document);
    addListed(listing, document.file, toSource(resource, document), parse);
  }
}

function toSource(resource: Resource, { file, sources }: TerraformDocument): InputSource {
  const block = sources.find(resource);
  return {
    file: block?.file ?? file,
    address: resource.address,
    line: block?.line,
    ...toPlace(resource.after ?? resource.before ?? {}),
  };
}

function readManaged(resource: Resource, owned: OwnedRules, document: TerraformDocument): InputNetworkAcl {
  const { isPlan, code } = document;
  const { entries, doubts } = composeRules(resource, owned, 'after', code);
  const networkAcl = toNetworkAcl(resource, 'after', entries, document);
  const toBefore = () => {
    const before = composeRules(resource, owned, 'before', code).entries;
    return toNetworkAcl(resource, 'before', before, document);
  };
  return {
    networkAcl,
    unknown: doubts.map(toUnknown),
    possible: toPossible(entries, doubts),
    change: isPlan ? { before: resource.before && toBefore() } : undefined,
    muted: toMuted(resource, document),
    code: { language: 'terraform', address: resource.address, style: toStyle(resource, owned, code) },
  };
}

function toNetworkAcl(
  resource: Resource,
  moment: Moment,
  entries: InputNetworkAcl['networkAcl']['entries'],
  { isPlan, owners }: TerraformDocument,
) {
  const values = resource[moment] ?? {};
  const isUsed = toSubnetIds(values).length > 0 || owners.associated.has(resource);
  // A plan without a subnet may be the first of several.
  return toNetworkAclOf(values, entries, isPlan || isUsed || resource.type === 'aws_default_network_acl');
}

/** A default network ACL loses every rule that is not in its blocks. */
function toStyle(resource: Resource, owned: OwnedRules, code: TerraformCode): 'inline' | 'resources' {
  const isInline = code.hasInline(resource, 'ingress') || code.hasInline(resource, 'egress');
  if (isInline === undefined) return owned.after.length > 0 ? 'resources' : 'inline';
  return isInline || resource.type === 'aws_default_network_acl' ? 'inline' : 'resources';
}
