// Writes the template for members, and that of their stack set, to dist/. Exit code 1 where one is larger than a request to
// CloudFormation takes.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import project from '../../package.json' with { type: 'json' };
import { MEMBER_BUDGET, MEMBER_PARTS, toMemberTemplate } from './member-template.ts';
import { toStackSetTemplate } from './stack-set.ts';
import { parseYamlPart } from './yaml-part.ts';

const dist = new URL('../../dist/', import.meta.url);

const read = async (part: string) =>
  parseYamlPart(await readFile(new URL(`${part}.yml`, import.meta.url), 'utf8'));

async function write(name: string, template: object): Promise<void> {
  const text = JSON.stringify(template, null, 1);
  const bytes = Buffer.byteLength(text);
  await writeFile(new URL(name, dist), text);
  process.stdout.write(`dist/${name}: ${bytes} bytes of ${MEMBER_BUDGET}\n`);
  if (bytes > MEMBER_BUDGET) process.exitCode = 1;
}

const member = toMemberTemplate(await Promise.all(MEMBER_PARTS.map(read)), project.version);
await mkdir(dist, { recursive: true });
await write('nacl-ephemeral-guard-member.template.json', member);
await write(
  'nacl-ephemeral-guard-stack-set.template.json',
  toStackSetTemplate(await read('stack-set'), member),
);
