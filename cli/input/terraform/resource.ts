import { escapeUnprintable } from '../../../functions/parsing/printable.ts';
import { asFields, type Fields } from '../../../functions/parsing/structures.ts';
import { InputError } from '../input-error.ts';

/** The types of resources that make up network ACLs. */
export const NETWORK_ACL_TYPES = ['aws_network_acl', 'aws_default_network_acl'] as const;
export const RULE_TYPE = 'aws_network_acl_rule';
export const ASSOCIATION_TYPE = 'aws_network_acl_association';
const TYPES: ReadonlySet<unknown> = new Set([...NETWORK_ACL_TYPES, RULE_TYPE, ASSOCIATION_TYPE]);

/** The key of an instance of a resource or module with count or for_each. */
export type Key = string | number | undefined;

/** One instance of a resource. */
export interface Resource {
  readonly address: string;
  /** The address of the instance of its module; empty for the root module. */
  readonly module: string;
  readonly type: string;
  readonly name: string;
  readonly key: Key;
  /** Undefined: it does not exist before, or in a state, which has no before. */
  readonly before: Fields | undefined;
  /** Undefined: it does not exist afterwards. */
  readonly after: Fields | undefined;
  /** `true` for each value that is known only after apply. */
  readonly unknown: Fields;
}

const KEY = String.raw`(?:\[(?:\d{1,9}|"(?:[^"\\\x00-\x1f\x7f-\x9f]|\\.)*")\])?`;
/** Names may have letters of all languages; what ends a name in HCL is ASCII. */
const NAME = String.raw`[A-Za-z_\u00a1-\uffff][\w\u00a1-\uffff-]*`;
const MODULES = `(?:module\\.${NAME}${KEY}\\.)*`;
const ADDRESS = new RegExp(`^${MODULES}${NAME}\\.${NAME}${KEY}$`);
const MODULES_IN_FRONT = new RegExp(`^${MODULES}`);
const MODULE = new RegExp(`module\\.(${NAME})(${KEY})(?:\\.|$)`, 'g');

/** Whether it is a resource that Terraform manages and that belongs to a network ACL. */
export function isOfNetworkAcl({ mode, type }: Fields): boolean {
  return mode !== 'data' && TYPES.has(type);
}

/**
 * A resource of a plan or a state. Its address becomes a part of code.
 *
 * @throws InputError for an address that Terraform would not write
 */
export function toResource(
  fields: Fields,
  states: Pick<Resource, 'before' | 'after' | 'unknown'>,
  file: string,
): Resource {
  const { address, type, name, index } = fields;
  if (typeof address !== 'string' || !ADDRESS.test(address) || escapeUnprintable(address) !== address) {
    const found = JSON.stringify(address)?.slice(0, 120);
    throw new InputError(`${file}: address is ${found}, expected one such as aws_network_acl.main`);
  }
  const key = typeof index === 'string' || typeof index === 'number' ? index : undefined;
  return { address, module: toModule(address), type: String(type), name: String(name), key, ...states };
}

/** What is in front of the last two names: `module.net["blue"]` of `module.net["blue"].aws_network_acl.this`. */
function toModule(address: string): string {
  return (MODULES_IN_FRONT.exec(address)?.[0] ?? '').slice(0, -1);
}

/** The modules of an address from the outside in, with their keys. */
export function toModuleSteps(module: string): { readonly name: string; readonly key: Key }[] {
  return [...module.matchAll(MODULE)].map(([, name = '', key = '']) => ({ name, key: parseKey(key) }));
}

/** The key of `[0]` or `["blue"]`; undefined for a text without one. */
export function parseKey(text: string): Key {
  const inside = /\[(.*)\]$/s.exec(text)?.[1];
  if (inside === undefined) return undefined;
  if (/^\d+$/.test(inside)) return Number(inside);
  try {
    return String(JSON.parse(inside));
  } catch {
    return inside;
  }
}

/**
 * The values of a resource at one moment.
 *
 * @returns undefined for null: the resource does not exist then
 * @throws InputError for anything else than an object
 */
export function toStateFields(value: unknown, field: string, file: string): Fields | undefined {
  if (value === null) return undefined;
  if (typeof value === 'object' && !Array.isArray(value)) return asFields(value);
  const found = JSON.stringify(value)?.slice(0, 60) ?? 'missing';
  throw new InputError(`${file}: ${field} of a resource is ${found}, expected an object`);
}
