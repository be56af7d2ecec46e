import { asFields, type Fields } from '../../../functions/parsing/structures.ts';
import { InputError } from '../input-error.ts';
import type { Resolver } from './resolver.ts';
import { findOpen } from './values.ts';

/** Resources that one template may become. */
const MOST = 10_000;

/**
 * The resources of a template, with each `Fn::ForEach` written out.
 *
 * @throws InputError where the list of one is known only when the template is deployed
 */
export function toResources(resolver: Resolver, file: string): Fields {
  return Object.fromEntries(expand(asFields(resolver.template.Resources), resolver, file));
}

function expand(resources: Fields, resolver: Resolver, file: string): [string, unknown][] {
  const expanded = Object.entries(resources).flatMap(([name, resource]): [string, unknown][] =>
    name.startsWith('Fn::ForEach::') ? repeat(name, resource, resolver, file) : [[name, resource]],
  );
  if (expanded.length > MOST) throw new InputError(`${file}: more than ${MOST} resources`);
  return expanded;
}

function repeat(name: string, loop: unknown, resolver: Resolver, file: string): [string, unknown][] {
  const [variable, list, body] = Array.isArray(loop) ? loop : [];
  const values = resolver.resolve(list);
  if (typeof variable !== 'string' || !Array.isArray(values) || findOpen(values))
    throw new InputError(`${file}: the list of ${name} is not known, expected literals or --parameters`);
  return values.flatMap(value => {
    const written = replaceIn(body, variable, String(value));
    return expand(asFields(written), resolver, file);
  });
}

/** The body for one value: in texts and keys `${Variable}`, in `&{Variable}` without special characters. */
function replaceIn(body: unknown, variable: string, value: string): unknown {
  const replaceText = (text: string) =>
    text
      .replaceAll(`\${${variable}}`, () => value)
      .replaceAll(`&{${variable}}`, () => value.replaceAll(/[^\da-zA-Z]/g, ''));
  if (typeof body === 'string') return replaceText(body);
  if (Array.isArray(body)) return body.map(each => replaceIn(each, variable, value));
  if (typeof body !== 'object' || body === null) return body;
  const entries = Object.entries(body);
  if (entries.length === 1 && entries[0]?.[0] === 'Ref' && entries[0][1] === variable) return value;
  return Object.fromEntries(
    entries.map(([key, inner]) => [replaceText(key), replaceIn(inner, variable, value)]),
  );
}
