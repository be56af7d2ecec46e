import { mkdirSync, writeFileSync } from 'node:fs';
import { renderPictures } from './pictures.ts';

mkdirSync(new URL('../../docs/pictures/', import.meta.url), { recursive: true });
for (const [name, picture] of Object.entries(renderPictures())) {
  writeFileSync(new URL(`../../docs/pictures/${name}`, import.meta.url), picture);
  console.log(`docs/pictures/${name}`);
}
