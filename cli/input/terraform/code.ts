import { asFields, type Fields } from '../../../functions/parsing/structures.ts';
import { Configuration, referencesOf } from './configuration.ts';
import { References, type ReferredNetworkAcl } from './references.ts';
import type { Resource } from './resource.ts';

/** The code behind a plan. A state has none: nothing is unknown there. */
export class TerraformCode {
  readonly #configuration: Configuration;
  readonly #references: References;

  constructor(document: Fields, networkAcls: readonly Resource[]) {
    this.#configuration = new Configuration(document);
    this.#references = new References(this.#configuration, networkAcls);
  }

  /** The network ACL that a rule or an association names, where its id is not known. */
  networkAclOf(resource: Resource): ReferredNetworkAcl {
    return this.#references.find(resource, 'network_acl_id');
  }

  /** Whether the code lists the rules of the direction inside the network ACL; undefined: the code is not there. */
  hasInline(networkAcl: Resource, direction: string): boolean | undefined {
    const expressions = this.#configuration.expressions(networkAcl);
    return expressions && expressions[direction] !== undefined;
  }

  /** What gives the value of an argument. */
  expressionOf(resource: Resource, argument: string): string {
    const expression = this.#configuration.expressions(resource)?.[argument];
    return this.#toText(resource, allReferences(expression), argument);
  }

  /** What gives the value of an argument of a block inside a network ACL. */
  blockExpressionOf(networkAcl: Resource, direction: string, ruleNumber: unknown, argument: string): string {
    const expression = this.#configuration.expressions(networkAcl)?.[direction];
    const blocks = (Array.isArray(expression) ? expression : []).map(asFields);
    const own = blocks.filter(({ rule_no: number }) => asFields(number).constant_value === ruleNumber);
    const candidates = (own.length > 0 ? own : blocks).map(block => referencesOf(block[argument]));
    const references = candidates.find(each => each.length > 0) ?? allReferences(expression);
    return this.#toText(networkAcl, references, `${direction}.${argument}`);
  }

  /** The folder of a module's code, as its parent writes it. */
  sourceOf(module: string): string | undefined {
    return this.#configuration.source(module);
  }

  #toText(resource: Resource, references: readonly string[], argument: string): string {
    return this.#references.expression(resource, references) ?? `${resource.address}.${argument}`;
  }
}

/** What an argument, or the blocks of one name, refer to. */
function allReferences(expression: unknown): string[] {
  if (!Array.isArray(expression)) return referencesOf(expression);
  return expression.flatMap(block => Object.values(asFields(block)).flatMap(referencesOf));
}
