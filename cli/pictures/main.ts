import { writeFileSync } from 'node:fs';
import { renderPictures } from './pictures.ts';

for (const [name, picture] of Object.entries(renderPictures())) {
  writeFileSync(new URL(`../../docs/pictures/${name}`, import.meta.url), picture);
  console.log(`docs/pictures/${name}`);
}
