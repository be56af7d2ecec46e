/** Works something out once for each key; keys are told apart by identity. */
export function memoise<Key, Value extends object | boolean>(
  workOut: (key: Key) => Value,
): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return key => {
    const found = known.get(key);
    // Stryker disable next-line ConditionalExpression: saves time
    if (found !== undefined) return found;
    const value = workOut(key);
    // Stryker disable next-line CallExpression: saves time
    known.set(key, value);
    return value;
  };
}
