import { expect, it } from 'vitest';
import { SOURCES } from './files.ts';

const RUN = 6;
/** Imports, comments and lone punctuation say nothing that could be shared. */
const INSIGNIFICANT = /^(?:|\/\/.*|\/?\*.*|[[\](){};,]*|\} as const;?|import .*|.* from '.*';)$/;

/** Every run of lines of a file that counts, with the line where it begins. */
function toRuns(text: string): { line: number; run: string }[] {
  // The names of an import over several lines are insignificant too.
  const lines = text
    .replaceAll(/^import[^;]*;/gm, imported => imported.replaceAll(/[^\n]/g, ''))
    .split('\n')
    .map((content, index) => ({ content: content.trim(), line: index + 1 }))
    .filter(({ content }) => !INSIGNIFICANT.test(content));
  return lines.slice(RUN - 1).map((_, index) => ({
    line: lines[index]?.line ?? 0,
    run: lines
      .slice(index, index + RUN)
      .map(({ content }) => content)
      .join('\n'),
  }));
}

it(`no ${RUN} lines are written twice`, () => {
  const places = new Map<string, string[]>();
  for (const { file, text } of SOURCES)
    for (const { line, run } of toRuns(text))
      places.set(run, [...(places.get(run) ?? []), `${file}:${line}`]);
  expect(places.size).toBeGreaterThan(5_000);
  expect([...places].filter(([, those]) => those.length > 1)).toEqual([]);
});
