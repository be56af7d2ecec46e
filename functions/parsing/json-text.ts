/** Levels. Plans and templates have tens; a function that calls itself for each level takes thousands. */
const DEEPEST = 500;

/**
 * Parses JSON from outside. `JSON.parse` itself takes any depth, but what reads or writes the value afterwards does not.
 *
 * @throws SyntaxError where the text is not JSON, or has more than 500 nested levels
 */
export function parseJson(text: string): unknown {
  if (isTooDeep(text)) throw new SyntaxError(`more than ${DEEPEST} nested levels`);
  return JSON.parse(text);
}

/** Counts brackets outside of strings. */
function isTooDeep(text: string): boolean {
  let depth = 0;
  let inString = false;
  for (let index = 0; index < text.length && depth <= DEEPEST; index += 1) {
    const character = text[index];
    if (character === '"') inString = !inString;
    else if (inString) index += character === '\\' ? 1 : 0;
    else if (character === '[' || character === '{') depth += 1;
    else if (character === ']' || character === '}') depth -= 1;
  }
  return depth > DEEPEST;
}
