import { type Configuration, referencesOf } from './configuration.ts';
import { type Key, NETWORK_ACL_TYPES, parseKey, type Resource, toModuleSteps } from './resource.ts';

/** Which network ACL an expression means. */
export type ReferredNetworkAcl =
  | { readonly kind: 'resources'; readonly resources: readonly Resource[] }
  /** One that the plan does not have. */
  | { readonly kind: 'expression'; readonly text: string };

/** Where an expression is written. */
interface Scope {
  /** The address of the instance of the module. */
  readonly module: string;
  /** The key of the instance of the resource or module whose argument it is. */
  readonly key: Key;
  /** What count.index, each.key and each.value go through. */
  readonly forEach: unknown;
}

/** Modules and variables that one expression may lead through. */
const LONGEST_WAY = 32;

/** Finds the network ACLs of a plan to which expressions refer. */
export class References {
  readonly #configuration: Configuration;
  readonly #networkAcls: readonly Resource[];

  constructor(configuration: Configuration, networkAcls: readonly Resource[]) {
    this.#configuration = configuration;
    this.#networkAcls = networkAcls;
  }

  /** The network ACLs that an argument of a resource may mean: one, or several where the key is not known. */
  find(resource: Resource, argument: string): ReferredNetworkAcl {
    const expressions = this.#configuration.expressions(resource) ?? {};
    const { module, key } = resource;
    const references = referencesOf(expressions[argument]);
    const resources = this.#follow(references, { module, key, forEach: expressions.for_each }, 0);
    if (resources.length > 0) return { kind: 'resources', resources: [...new Set(resources)] };
    return { kind: 'expression', text: references[0] ?? `${resource.address}.${argument}` };
  }

  /** The expression behind an argument, followed through variables to where it is written. */
  expression(resource: Resource, references: readonly string[]): string | undefined {
    let module = resource.module;
    let [text] = references;
    for (let way = 0; way < LONGEST_WAY && text?.startsWith('var.') && module !== ''; way += 1) {
      const variable = nameAfter('var', text);
      const [outer] = referencesOf(this.#configuration.callExpressions(module)[variable ?? '']);
      if (outer === undefined) return text;
      text = outer;
      module = toParent(module);
    }
    return text;
  }

  #follow(references: readonly string[], scope: Scope, way: number): Resource[] {
    if (way > LONGEST_WAY) return [];
    return [
      ...this.#named(references, scope),
      ...this.#throughVariables(references, scope, way),
      ...this.#throughOutputs(references, scope, way),
      ...this.#throughForEach(references, scope, way),
    ];
  }

  #named(references: readonly string[], { module, key }: Scope): Resource[] {
    const written = keysByName(references, `(?:${NETWORK_ACL_TYPES.join('|')})\\.[^.[\\]]+`);
    return this.#networkAcls.filter(each => {
      const keys = written.get(`${each.type}.${each.name}`);
      if (keys === undefined || each.module !== module) return false;
      if (keys.length > 0) return keys.includes(each.key);
      return !isIterated(references) || each.key === undefined || each.key === key;
    });
  }

  #throughVariables(references: readonly string[], { module }: Scope, way: number): Resource[] {
    if (module === '') return [];
    const calls = this.#configuration.callExpressions(module);
    const key = toModuleSteps(module).at(-1)?.key;
    const scope = { module: toParent(module), key, forEach: calls.for_each };
    const names = new Set(references.flatMap(each => nameAfter('var', each) ?? []));
    return [...names].flatMap(name => this.#follow(referencesOf(calls[name]), scope, way + 1));
  }

  #throughOutputs(references: readonly string[], { module, key }: Scope, way: number): Resource[] {
    const calls = keysByName(references, 'module\\.[^.[\\]]+');
    const outputs = new Set(references.flatMap(each => toOutput(each) ?? []));
    return [...calls].flatMap(([call, keys]) => {
      const own = isIterated(references) && key !== undefined ? [key] : [undefined];
      const children = (keys.length > 0 ? keys : own).map(each => toChild(module, call, each));
      return children.flatMap(child =>
        [...outputs].flatMap(output => {
          const inner = referencesOf(this.#configuration.output(child, output));
          return this.#follow(inner, { module: child, key: undefined, forEach: undefined }, way + 1);
        }),
      );
    });
  }

  /** `each.value.id` with `for_each = aws_network_acl.many` is the one with the same key. */
  #throughForEach(references: readonly string[], scope: Scope, way: number): Resource[] {
    if (!references.some(each => each === 'each.value' || each.startsWith('each.value.'))) return [];
    const behind = referencesOf(scope.forEach);
    if (behind.length === 0) return [];
    return this.#follow([...behind, 'each.key'], { ...scope, forEach: undefined }, way + 1);
  }
}

function isIterated(references: readonly string[]): boolean {
  return references.some(each => /^(?:each\.(?:key|value)|count\.index)\b/.test(each));
}

/** The keys with which each name is written; none where it is written without one. */
function keysByName(references: readonly string[], name: string): Map<string, Key[]> {
  const pattern = new RegExp(`^(${name})(\\[(?:\\d+|"(?:[^"\\\\]|\\\\.)*")\\])?(?:\\.|$)`);
  const found = new Map<string, Key[]>();
  for (const reference of references) {
    const [, base, key] = pattern.exec(reference) ?? [];
    if (base === undefined) continue;
    const keys = found.get(base) ?? [];
    if (key !== undefined) keys.push(parseKey(key));
    found.set(base, keys);
  }
  return found;
}

function nameAfter(prefix: string, reference: string): string | undefined {
  return reference.startsWith(`${prefix}.`)
    ? /^[^.[\]]+/.exec(reference.slice(prefix.length + 1))?.[0]
    : undefined;
}

function toOutput(reference: string): string | undefined {
  return /^module\.[^.[\]]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.([^.[\]]+)/.exec(reference)?.[1];
}

function toParent(module: string): string {
  return module.replace(/(?:^|\.)module\.[^.[\]]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?$/, '');
}

function toChild(module: string, call: string, key: Key): string {
  const written = key === undefined ? '' : `[${JSON.stringify(key)}]`;
  return `${module === '' ? '' : `${module}.`}${call}${written}`;
}
