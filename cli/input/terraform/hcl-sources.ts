import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { userPath } from '../user-path.ts';
import type { TerraformCode } from './code.ts';
import { findBlocks, type HclBlock } from './hcl-blocks.ts';
import type { Resource } from './resource.ts';

/** A block, and the file in which it is. */
interface HclSource extends HclBlock {
  readonly file: string;
}

/** The HCL beside a plan or state. Plans have neither file names nor lines. */
export class HclSources {
  readonly #folder: string;
  readonly #code: TerraformCode;
  readonly #blocks = new Map<string, readonly HclSource[]>();

  /** @param file - of the plan or state; of standard input the HCL is in the present folder */
  constructor(file: string, code: TerraformCode) {
    this.#folder = file === '-' ? '' : dirname(file);
    this.#code = code;
  }

  /** The block of a resource; undefined where its code is not beside the plan. */
  find({ module, type, name }: Resource): HclSource | undefined {
    const folder = this.#folderOf(module);
    return folder === undefined
      ? undefined
      : this.#blocksOf(folder).find(block => block.type === type && block.name === name);
  }

  /** Undefined for a module from elsewhere. */
  #folderOf(module: string): string | undefined {
    if (module === '') return this.#folder;
    const source = this.#code.sourceOf(module);
    const parent = this.#folderOf(module.replace(/(?:^|\.)module\.[^.]*(?:\["(?:[^"\\]|\\.)*"\])?$/, ''));
    const isLocal = source !== undefined && /^\.\.?\//.test(source);
    return isLocal && parent !== undefined ? join(parent, source) : undefined;
  }

  #blocksOf(folder: string): readonly HclSource[] {
    const known = this.#blocks.get(folder);
    if (known) return known;
    const blocks = listHcl(folder).flatMap(file => readBlocks(file));
    this.#blocks.set(folder, blocks);
    return blocks;
  }
}

function listHcl(folder: string): string[] {
  try {
    const names = readdirSync(userPath(folder === '' ? '.' : folder));
    return names.filter(name => /\.(tf|tofu)$/.test(name)).map(name => join(folder, name));
  } catch {
    // The code is only good for line numbers and comments.
    return [];
  }
}

function readBlocks(file: string): HclSource[] {
  try {
    return findBlocks(readFileSync(userPath(file), 'utf8')).map(block => ({ ...block, file }));
  } catch {
    return [];
  }
}
