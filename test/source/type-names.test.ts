import { expect, it } from 'vitest';
import { SOURCES } from './files.ts';

it('a type name means one thing in the tree', () => {
  const files = new Map<string, string[]>();
  for (const { file, text } of SOURCES)
    for (const [, name = ''] of text.matchAll(/^export (?:interface|type|(?:abstract )?class) (\w+)/gm))
      files.set(name, [...(files.get(name) ?? []), file]);
  expect(files.size).toBeGreaterThan(200);
  expect([...files].filter(([, those]) => those.length > 1)).toEqual([]);
});
