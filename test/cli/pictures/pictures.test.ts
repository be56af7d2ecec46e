import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { renderPictures } from '../../../cli/pictures/pictures.ts';
import { wrap } from '../../../cli/pictures/svg.ts';

it.each(Object.entries(renderPictures()))('docs/pictures/%s is what the renderers make', (name, picture) => {
  expect(picture).toBe(readFileSync(`docs/pictures/${name}`, 'utf8'));
});

describe('wrap', () => {
  it.each([
    ['one two three', 7, ['one two', 'three']],
    ['  indented line', 10, ['  indented', 'line']],
    ['unbreakable', 5, ['unbre', 'akabl', 'e']],
    ['', 5, ['']],
  ])('%j at %i', (line, most, lines) => expect(wrap(line, most)).toEqual(lines));
});
