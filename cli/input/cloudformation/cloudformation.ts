import { asFields, type Fields } from '../../../functions/parsing/structures.ts';
import type { CodeDocument } from '../collected.ts';
import { InputError } from '../input-error.ts';
import { addListed, type CodeContext, type Listing, toUnreadable } from '../listing.ts';
import { readElsewhere } from './elsewhere.ts';
import { toEntries } from './entries.ts';
import { toResources } from './for-each.ts';
import { readNetworkAcl } from './network-acl.ts';
import type { Parameters } from './parameters.ts';
import { Resolver } from './resolver.ts';
import type { TemplateDocument } from './template-document.ts';

const LOGICAL_ID = /^[\da-zA-Z]{1,255}$/;

/** Adds the network ACLs of a CloudFormation template, and those of which it has only rules. */
export function listTemplate({ json, origin }: CodeDocument, context: CodeContext, listing: Listing): void {
  const { file, lineOf } = origin;
  const { parameters } = context;
  try {
    const document = { file, template: json, parameters, resources: toAll(json, parameters, file) };
    const toSource = (address: string) => ({
      ...{ file, address, line: lineOf?.(address) },
      ...{ account: origin.account, region: origin.region },
    });
    for (const logicalId of toNetworkAcls(document)) {
      addListed(listing, file, toSource(logicalId), () => readNetworkAcl(logicalId, document));
    }
    for (const [named, logicalId] of toElsewhere(document)) {
      addListed(listing, file, toSource(logicalId), () => readElsewhere(named, document, context));
    }
  } catch (error) {
    listing.unreadable.push(toUnreadable(error, file));
  }
}

/** @throws InputError for a name that CloudFormation would not take: names become parts of code */
function toAll(template: Fields, parameters: Parameters, file: string): Fields {
  const resources = toResources(new Resolver(template, parameters, new Map()), file);
  for (const [name, resource] of Object.entries(resources)) {
    const isOurs = /^AWS::EC2::NetworkAcl(Entry)?$/.test(String(asFields(resource).Type));
    if (isOurs && !LOGICAL_ID.test(name))
      throw new InputError(`${file}: a logical id is ${JSON.stringify(name)}, expected letters and digits`);
  }
  return resources;
}

function toNetworkAcls({ resources }: TemplateDocument): string[] {
  return Object.keys(resources).filter(name => asFields(resources[name]).Type === 'AWS::EC2::NetworkAcl');
}

/** What names a network ACL that the template does not have, with the first entry of it. */
function toElsewhere({ template, parameters, resources }: TemplateDocument): Map<string, string> {
  const resolver = new Resolver(template, parameters, new Map());
  const elsewhere = new Map<string, string>();
  for (const { networkAcl, named, logicalId } of toEntries(resources, resolver))
    if (networkAcl === undefined && !elsewhere.has(named)) elsewhere.set(named, logicalId);
  return elsewhere;
}
