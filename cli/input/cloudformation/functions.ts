import {
  ADDRESS_BITS,
  formatCidrBlock,
  parseCidrBlock,
  toCidrBlock,
} from '../../../functions/coverage/space/cidr-block.ts';
import { asFields } from '../../../functions/parsing/structures.ts';
import type { Resolver } from './resolver.ts';
import { findOpen, Open, ResourceRef } from './values.ts';

type Evaluate = (argument: unknown, resolver: Resolver) => unknown;

/** The functions whose values can be known before a template is deployed, by their long forms. */
export const FUNCTIONS: Readonly<Record<string, Evaluate>> = {
  'Fn::GetAtt': getAttribute,
  'Fn::Sub': substitute,
  'Fn::If': choose,
  'Fn::FindInMap': findInMap,
  'Fn::ImportValue': argument => new Open(`Fn::ImportValue ${toText(argument)}`),
  'Fn::Join': known(([delimiter, parts]) =>
    Array.isArray(parts) ? parts.map(toText).join(toText(delimiter)) : undefined,
  ),
  'Fn::Select': known(([index, list]) => (Array.isArray(list) ? list[Number(index)] : undefined)),
  'Fn::Split': known(([delimiter, text]) => toText(text).split(toText(delimiter))),
  'Fn::Cidr': known(([block, count, bits = 8]) => toSubnets(block, Number(count), Number(bits))),
  'Fn::Length': known(list => list.length),
};

/** A function of a list of values that all have to be known. */
function known(evaluate: (values: readonly unknown[]) => unknown): Evaluate {
  return (argument, resolver) => {
    const values = resolver.resolve(argument);
    const open = findOpen(values);
    if (open) return new Open(open.expression);
    const value = Array.isArray(values) ? evaluate(values) : undefined;
    return value === undefined ? new Open(`a function of ${JSON.stringify(argument)?.slice(0, 60)}`) : value;
  };
}

/** Of a network ACL, `Id` is what Ref gives. */
function getAttribute(argument: unknown, resolver: Resolver): Open {
  const [resource, attribute] = Array.isArray(argument) ? argument : toText(argument).split('.');
  if (attribute === 'Id' && resolver.isResource(resource)) return new ResourceRef(resource);
  return new Open(`${toText(resource)}.${toText(attribute)}`);
}

function choose(argument: unknown, resolver: Resolver): unknown {
  const [condition, yes, no] = Array.isArray(argument) ? argument : [];
  const isTrue = resolver.conditions.isTrue(toText(condition));
  if (isTrue !== undefined) return resolver.resolve(isTrue ? yes : no);
  const [one, other] = [resolver.resolve(yes), resolver.resolve(no)];
  const isSame = !findOpen([one, other]) && JSON.stringify(one) === JSON.stringify(other);
  return isSame ? one : new Open(`condition ${toText(condition)}`);
}

function findInMap(argument: unknown, resolver: Resolver): unknown {
  const path = resolver.resolve(argument);
  const open = findOpen(path);
  if (open) return new Open(open.expression);
  const [map, first, second, options] = Array.isArray(path) ? path.map(each => each as unknown) : [];
  let at: unknown = resolver.template.Mappings;
  for (const key of [map, first, second]) {
    const fields = asFields(at);
    at = Object.hasOwn(fields, toText(key)) ? fields[toText(key)] : undefined;
  }
  return at ?? asFields(options).DefaultValue ?? new Open(`Fn::FindInMap ${toText(map)}`);
}

/** `${Name}`, `${Resource.Attribute}` and `${!Literal}`, with values of its own or those of the template. */
function substitute(argument: unknown, resolver: Resolver): unknown {
  const [text, own] = Array.isArray(argument) ? argument : [argument];
  if (typeof text !== 'string') return new Open('Fn::Sub');
  const values = asFields(own);
  const toValue = (name: string) => {
    if (Object.hasOwn(values, name)) return resolver.resolve(values[name]);
    return name.includes('.') ? getAttribute(name, resolver) : resolver.ref(name);
  };
  const names = [...text.matchAll(/\$\{([^!{}]+)\}/g)].map(([whole, name = '']) => ({
    whole,
    value: toValue(name.trim()),
  }));
  const [first] = names;
  if (first && first.whole === text) return first.value;
  const open = findOpen(names.map(({ value }) => value));
  if (open) return new Open(open.expression);
  const parts = names.reduce((rest, { whole, value }) => rest.replace(whole, () => toText(value)), text);
  return parts.replaceAll(/\$\{!([^{}]*)\}/g, '$${$1}');
}

/** `Fn::Cidr` of a literal block: so many subnets with so many bits for hosts. */
function toSubnets(block: unknown, count: number, bits: number): string[] | undefined {
  if (!(count >= 1 && count <= 256) || !(bits >= 1 && bits <= 128)) return undefined;
  try {
    const { family, first, prefixLength } = parseCidrBlock(toText(block));
    const length = ADDRESS_BITS[family] - bits;
    if (length < prefixLength) return undefined;
    return Array.from({ length: count }, (_, index) =>
      formatCidrBlock(toCidrBlock(family, first + (BigInt(index) << BigInt(bits)), length)),
    );
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}

function toText(value: unknown): string {
  return typeof value === 'object' && value !== null
    ? (JSON.stringify(value) ?? '').slice(0, 60)
    : String(value);
}
