import type { AttributeValue } from '@aws-sdk/client-dynamodb';

/** What the findings table keeps, as JSON. */
export type Json = string | number | boolean | readonly Json[] | { readonly [name: string]: Json };

/** Without what is undefined, and with times as text. */
export function toJson(value: object): Json {
  return JSON.parse(JSON.stringify(value)) as Json;
}

/** The value as an attribute of a DynamoDB item. */
export function toAttribute(value: Json): AttributeValue {
  switch (typeof value) {
    case 'string':
      return { S: value };
    case 'number':
      return { N: String(value) };
    case 'boolean':
      return { BOOL: value };
    default:
      return isList(value) ? { L: value.map(toAttribute) } : { M: toAttributes(value) };
  }
}

/** The attributes of an item or a map. */
export function toAttributes(fields: { readonly [name: string]: Json }): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, toAttribute(value)]));
}

/** The attribute as JSON; undefined for a type that the findings table has no use for. */
export function fromAttribute({ S, N, BOOL, L, M }: AttributeValue): unknown {
  if (N !== undefined) return Number(N);
  if (L !== undefined) return L.map(fromAttribute);
  return M === undefined ? (S ?? BOOL) : fromAttributes(M);
}

/** The attributes of an item or a map, as JSON. */
export function fromAttributes(attributes: Readonly<Record<string, AttributeValue>>): object {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, fromAttribute(value)]));
}

/** `Array.isArray` does not distinguish a readonly list from an object. */
function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
