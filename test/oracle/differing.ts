export function differing(what: string, expected: unknown, actual: unknown): string[] {
  return expected === actual ? [] : [`${what}: oracle ${expected}, engine ${actual}`];
}
