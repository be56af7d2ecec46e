import { readdirSync, readFileSync } from 'node:fs';

/** The TypeScript files of the product itself, with their texts. */
export const SOURCES = ['functions', 'cli', 'infra']
  .flatMap(folder =>
    readdirSync(folder, { recursive: true, encoding: 'utf8' }).map(file => `${folder}/${file}`),
  )
  .filter(file => file.endsWith('.ts'))
  .map(file => ({ file, text: readFileSync(file, 'utf8') }));
