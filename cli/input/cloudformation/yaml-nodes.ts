import { type Document, isAlias, isMap, isScalar, isSeq } from 'yaml';

/** The short forms of functions, without the mark in front. */
const SHORT_FORMS: ReadonlySet<string> = new Set([
  ...['And', 'Base64', 'Cidr', 'Condition', 'Equals', 'FindInMap', 'GetAZs', 'GetAtt', 'If', 'ImportValue'],
  ...['Join', 'Length', 'Not', 'Or', 'Ref', 'Select', 'Split', 'Sub', 'ToJsonString', 'Transform'],
]);
/** The long forms of all others begin with `Fn::`. */
const WITHOUT_PREFIX: ReadonlySet<string> = new Set(['Ref', 'Condition']);

/** Values that an alias may stand for in all: with nested aliases few lines could become billions of values. */
const MOST_VALUES = 1_000_000;
/** As for JSON. */
const DEEPEST = 500;

/**
 * The value of a node as JSON would write it.
 *
 * @throws RangeError where it is nested too deep, or has too many values
 */
export function toJson(node: unknown, document: Document.Parsed): unknown {
  let values = 0;
  const convert = (each: unknown, depth: number): unknown => {
    values += 1;
    if (values > MOST_VALUES) throw new RangeError(`more than ${MOST_VALUES} values`);
    if (depth > DEEPEST) throw new RangeError(`more than ${DEEPEST} nested levels`);
    if (isAlias(each)) return convert(each.resolve(document), depth + 1);
    const tag = (each as { tag?: string } | null)?.tag;
    return toTagged(
      tag,
      toValue(each, inner => convert(inner, depth + 1)),
    );
  };
  return convert(node, 0);
}

function toValue(node: unknown, convert: (inner: unknown) => unknown): unknown {
  if (isScalar(node)) return node.value;
  if (isSeq(node)) return node.items.map(convert);
  if (!isMap(node)) return null;
  return Object.fromEntries(node.items.map(({ key, value }) => [String(convert(key)), convert(value)]));
}

/** @throws RangeError for a tag that CloudFormation does not know */
function toTagged(tag: string | undefined, value: unknown): unknown {
  if (tag === undefined || !tag.startsWith('!')) return value;
  const name = tag.slice(1);
  if (!SHORT_FORMS.has(name)) throw new RangeError(`unknown tag ${tag}`);
  if (name === 'GetAtt' && typeof value === 'string') return { 'Fn::GetAtt': toAttribute(value) };
  return { [WITHOUT_PREFIX.has(name) ? name : `Fn::${name}`]: value };
}

/** `Resource.Attribute`; the name of an attribute may have a dot. */
function toAttribute(text: string): string[] {
  const dot = text.indexOf('.');
  return dot < 0 ? [text] : [text.slice(0, dot), text.slice(dot + 1)];
}
