/** The part of EventBridge's pattern language that the rules of this project use. */
export type Pattern = { [field: string]: Pattern | Alternative[] };
type Alternative = string | { exists: boolean };

/** Whether EventBridge would deliver `event` to a rule with this pattern. */
export function matchesPattern(pattern: Pattern, event: unknown): boolean {
  return Object.entries(pattern).every(([field, expected]) => {
    const actual = fieldOf(event, field);
    return Array.isArray(expected)
      ? expected.some(alternative => matchesAlternative(alternative, actual))
      : matchesPattern(expected, actual);
  });
}

function matchesAlternative(alternative: Alternative, actual: unknown): boolean {
  if (typeof alternative === 'string') return [actual].flat().includes(alternative);
  const [operator, ...others] = Object.keys(alternative);
  if (operator !== 'exists' || others.length > 0 || typeof alternative.exists !== 'boolean') {
    throw new TypeError(`Unsupported in a pattern: ${JSON.stringify(alternative)}`);
  }
  return (actual !== undefined) === alternative.exists;
}

function fieldOf(event: unknown, field: string): unknown {
  const isObject = typeof event === 'object' && event !== null;
  return isObject && Object.hasOwn(event, field) ? (event as Record<string, unknown>)[field] : undefined;
}
