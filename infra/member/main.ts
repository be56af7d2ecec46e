// Writes dist/nacl-ephemeral-guard-member.template.json. Exit code 1 where it is larger than CloudFormation takes.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import project from '../../package.json' with { type: 'json' };
import { MEMBER_BUDGET, MEMBER_PARTS, toMemberTemplate } from './member-template.ts';
import { parseYamlPart } from './yaml-part.ts';

const texts = await Promise.all(
  MEMBER_PARTS.map(part => readFile(new URL(`${part}.yml`, import.meta.url), 'utf8')),
);
const template = JSON.stringify(toMemberTemplate(texts.map(parseYamlPart), project.version), null, 1);
const bytes = Buffer.byteLength(template);
const dist = new URL('../../dist/', import.meta.url);
await mkdir(dist, { recursive: true });
await writeFile(new URL('nacl-ephemeral-guard-member.template.json', dist), template);
process.stdout.write(`dist/nacl-ephemeral-guard-member.template.json: ${bytes} bytes of ${MEMBER_BUDGET}\n`);
process.exitCode = bytes <= MEMBER_BUDGET ? 0 : 1;
