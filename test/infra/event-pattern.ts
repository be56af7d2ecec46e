/** The part of EventBridge's pattern language that the rules of this project use. */
export type Pattern = { [field: string]: Pattern | Alternative[] | Pattern[] };
type Alternative =
  | string
  | boolean
  | { exists: boolean }
  | { 'anything-but': string[] }
  | { prefix: string }
  | { suffix: string };

/** Whether EventBridge would deliver `event` to a rule with this pattern. */
export function matchesPattern(pattern: Pattern, event: unknown): boolean {
  return Object.entries(pattern).every(([field, expected]) => {
    if (field === '$or') return (expected as Pattern[]).some(each => matchesPattern(each, event));
    const actual = fieldOf(event, field);
    // EventBridge looks into each object of a list.
    if (Array.isArray(actual) && !Array.isArray(expected))
      return actual.some(each => matchesPattern(expected, each));
    return Array.isArray(expected)
      ? (expected as Alternative[]).some(alternative => matchesAlternative(alternative, actual))
      : matchesPattern(expected, actual);
  });
}

function matchesAlternative(alternative: Alternative, actual: unknown): boolean {
  if (typeof alternative !== 'object') return [actual].flat().includes(alternative);
  const [[operator, operand] = [], ...others] = Object.entries(alternative);
  if (others.length === 0 && operator === 'exists' && typeof operand === 'boolean')
    return (actual !== undefined) === operand;
  if (others.length === 0 && operator === 'anything-but' && Array.isArray(operand))
    return typeof actual === 'string' && !operand.includes(actual);
  if (others.length === 0 && operator === 'prefix' && typeof operand === 'string')
    return [actual].flat().some(each => typeof each === 'string' && each.startsWith(operand));
  if (others.length === 0 && operator === 'suffix' && typeof operand === 'string')
    return [actual].flat().some(each => typeof each === 'string' && each.endsWith(operand));
  throw new TypeError(`Unsupported in a pattern: ${JSON.stringify(alternative)}`);
}

function fieldOf(event: unknown, field: string): unknown {
  const isObject = typeof event === 'object' && event !== null;
  return isObject && Object.hasOwn(event, field) ? (event as Record<string, unknown>)[field] : undefined;
}
