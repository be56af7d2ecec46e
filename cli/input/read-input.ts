import type { YamlTemplate } from './cloudformation/yaml-template.ts';
import { type Collected, emptyCollected, type InputOrigin } from './collected.ts';
import { expandPath, type InputFile, isRelevant } from './folder.ts';
import { collect } from './forms.ts';
import { InputError } from './input-error.ts';
import { toDocuments } from './json-file.ts';
import type { UnreadableInput } from './listed-network-acl.ts';
import { toUnreadable } from './listing.ts';
import { readText } from './text/decode.ts';
import { findJsonLine } from './text/json-lines.ts';
import { looksLikeYamlTemplate } from './text/other-text.ts';

/** What a file has. */
export interface FilePart {
  readonly file: string;
  readonly has: Collected;
}

/** What the files of the input have, and which cannot be read. */
export interface SortedInput {
  readonly parts: readonly FilePart[];
  readonly unreadable: readonly UnreadableInput[];
}

/** Reads files and folders, in any mix: each file is recognised by its content. `-` is standard input. */
export async function readInput(paths: readonly string[]): Promise<SortedInput> {
  const parts: FilePart[] = [];
  const unreadable: UnreadableInput[] = [];
  for (const path of paths) {
    try {
      for (const file of expandPath(path)) await addFile(file, parts, unreadable);
    } catch (error) {
      unreadable.push(toUnreadableFile(error, path));
    }
  }
  return { parts, unreadable };
}

/** A file counts as a whole or not at all. */
async function addFile(
  { file, isInFolder }: InputFile,
  parts: FilePart[],
  unreadable: UnreadableInput[],
): Promise<void> {
  try {
    const text = readText(file);
    if (isInFolder && !isRelevant(text)) return;
    const has = emptyCollected();
    for (const [json, origin] of await toDocumentsOf(text, file)) collect(json, origin, has);
    parts.push({ file, has });
  } catch (error) {
    unreadable.push(toUnreadableFile(error, file));
  }
}

function toUnreadableFile(error: unknown, file: string): UnreadableInput {
  const code = (error as NodeJS.ErrnoException).code;
  const isSystem = error instanceof Error && typeof code === 'string' && 'syscall' in error;
  return toUnreadable(isSystem ? new InputError(`${file}: cannot be read (${code})`) : error, file);
}

async function toDocumentsOf(
  text: string,
  file: string,
): Promise<readonly (readonly [unknown, InputOrigin])[]> {
  if (looksLikeYamlTemplate(text)) {
    const { json, lineOf } = await parseYaml(text, file);
    return [[json, { file, lineOf }]];
  }
  const lineOf = (logicalId: string) => findJsonLine(text, logicalId);
  return toDocuments(text, file).map(json => [json, { file, lineOf }] as const);
}

async function parseYaml(text: string, file: string): Promise<YamlTemplate> {
  // The parser takes a while to load, and most inputs are JSON.
  const { parseYamlTemplate } = await import('./cloudformation/yaml-template.ts');
  try {
    return parseYamlTemplate(text);
  } catch (error) {
    const reason = error instanceof Error ? error.message.split('\n')[0]?.replace(/:$/, '') : String(error);
    throw new InputError(`${file}: not YAML: ${reason}`, { cause: error });
  }
}
