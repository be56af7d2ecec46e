/** The line of the first object with this key, from 1; undefined where there is none. */
export function findJsonLine(text: string, key: string): number | undefined {
  const written = JSON.stringify(key);
  for (let at = text.indexOf(written); at >= 0; at = text.indexOf(written, at + 1)) {
    if (/^\s*:\s*\{/.test(text.slice(at + written.length, at + written.length + 200)))
      return text.slice(0, at).split('\n').length;
  }
  return undefined;
}
