// Writes dist/nacl-ephemeral-guard.template.json from what "npm run build" and "osls package" made. Exit code 1 where it
// is larger than its budget.
import { readFile, writeFile } from 'node:fs/promises';
import project from '../../package.json' with { type: 'json' };
import { BUDGET, toSelfContained } from './self-contained.ts';

const root = new URL('../../', import.meta.url);
const read = (path: string) => readFile(new URL(path, root), 'utf8');

const template = toSelfContained(
  JSON.parse(await read('.serverless/cloudformation-template-update-stack.json')),
  {
    code: {
      GuardLambdaFunction: await read('dist/inline/guard/index.js'),
      SweepLambdaFunction: await read('dist/inline/sweep/index.js'),
      SlackLambdaFunction: await read('dist/inline/slack/index.js'),
    },
    notices: await read('dist/THIRD-PARTY-NOTICES.txt'),
    version: project.version,
  },
);
const text = JSON.stringify(template);
const bytes = Buffer.byteLength(text);
await writeFile(new URL('dist/nacl-ephemeral-guard.template.json', root), text);
process.stdout.write(`dist/nacl-ephemeral-guard.template.json: ${bytes} bytes of ${BUDGET}\n`);
process.exitCode = bytes <= BUDGET ? 0 : 1;
