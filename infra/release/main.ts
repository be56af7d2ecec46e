// npm run release: builds, packages, and writes dist/release/.
import { execFileSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import project from '../../package.json' with { type: 'json' };
import { writeRelease } from './release.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
execFileSync('npm', ['run', '--silent', 'package'], { cwd: root, stdio: 'inherit' });
const files = await writeRelease({ root, product: project, timestamp: new Date().toISOString() });
process.stdout.write(
  `dist/release of ${project.name} ${project.version}:\n${files.map(file => `  ${file}\n`).join('')}`,
);
