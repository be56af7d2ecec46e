import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import type { NetworkAcl as Ec2NetworkAcl, TagDescription } from '@aws-sdk/client-ec2';
import { ParseError } from '../../functions/parsing/definition.ts';
import type { Mode } from '../../functions/review/words/mode.ts';
import { InputError, readJson } from '../input/json-file.ts';
import { readListed, toDescribed, toNetworkAcl } from '../input/network-acls.ts';
import { type ReplayedEvent, readEvents } from './change-events.ts';
import { FORMATS, type Format } from './format.ts';
import { replay } from './replay.ts';
import { renderFailure, renderReplay } from './report.ts';

const USAGE =
  'usage: npm start -- [--event FILE --network-acls FILE] [--mode notify|opt-in|remediate] [--format email|slack|chat|json]';
const SEED = {
  event: seedFile('change-event.json'),
  networkAcls: seedFile('network-acls.json'),
  tags: seedFile('tags.json'),
};

interface Options {
  readonly event: string;
  readonly networkAcls: string;
  /** Of VPCs and subnets, as `aws ec2 describe-tags` prints them. */
  readonly tags?: string;
  readonly modes: readonly Mode[];
  readonly format: Format;
}

function seedFile(name: string): string {
  return fileURLToPath(new URL(`seed/${name}`, import.meta.url));
}

function parseOptions(args: readonly string[]): Options {
  const { event, mode, format = 'email', 'network-acls': networkAcls } = parseFlags(args);
  if ((event === undefined) !== (networkAcls === undefined)) {
    throw new InputError(`--event and --network-acls go together\n${USAGE}`);
  }
  const modes = (['notify', 'opt-in', 'remediate'] as const).filter(name => name === mode);
  if (mode !== undefined && modes.length === 0) {
    throw new InputError(`--mode is "${mode}", expected notify, opt-in or remediate`);
  }
  const known = FORMATS.find(name => name === format);
  if (known === undefined) {
    throw new InputError(`--format is "${format}", expected email, slack, chat or json`);
  }
  const files = event !== undefined && networkAcls !== undefined ? { event, networkAcls } : SEED;
  return { ...files, format: known, modes: modes.length > 0 ? modes : ['notify', 'remediate'] };
}

function parseFlags(args: readonly string[]) {
  const option = { type: 'string' } as const;
  try {
    const options = { event: option, 'network-acls': option, mode: option, format: option };
    return parseArgs({ args: [...args], options }).values;
  } catch (error) {
    throw new InputError(`${error instanceof Error ? error.message : error}\n${USAGE}`);
  }
}

/**
 * The events that can be replayed. A network ACL that was deleted need not be listed, nor one that a failed call named;
 * of several events, those of network ACLs that are not listed are left out with a word.
 *
 * @throws InputError where none is left
 */
function selectListed(
  events: readonly ReplayedEvent[],
  networkAcls: readonly Ec2NetworkAcl[],
  file: string,
): ReplayedEvent[] {
  const listed = new Set(networkAcls.map(({ NetworkAclId }) => NetworkAclId));
  const isMissing = ({ networkAclId, parsed }: ReplayedEvent) =>
    parsed.kind === 'change' && parsed.change.action !== 'DeleteNetworkAcl' && !listed.has(networkAclId);
  const missing = new Set(events.filter(isMissing).map(({ networkAclId }) => networkAclId));
  const reasons = [...missing].map(id => `${file}: has no network ACL ${id}, which the event changed`);
  const selected = events.filter(event => !isMissing(event));
  if (selected.length === 0) throw new InputError(reasons.join('\n'));
  for (const reason of reasons) console.error(`left out: ${reason}`);
  return selected;
}

function readTags(file: string): TagDescription[] {
  return (readJson(file) as { Tags: TagDescription[] }).Tags;
}

/** @returns the exit code: 0 when every event came to an outcome, 1 when the guard failed, 2 for unusable input */
async function main(args: readonly string[]): Promise<number> {
  const options = parseOptions(args);
  const listed = readListed(options.networkAcls);
  for (const one of listed) toNetworkAcl(one, options.networkAcls);
  const networkAcls = listed.map(toDescribed);
  const events = selectListed(readEvents(options.event), networkAcls, options.networkAcls);
  const tags = options.tags === undefined ? [] : readTags(options.tags);
  let exitCode = 0;
  for (const mode of options.modes) {
    for (const event of events) {
      const replayed = await replay(event, { networkAcls, tags }, mode);
      console.log(renderReplay(replayed, options.format));
      const failure = renderFailure(replayed);
      if (failure === undefined) continue;
      console.error(`the guard failed: ${failure}`);
      exitCode = 1;
    }
  }
  return exitCode;
}

try {
  process.exitCode = await main(process.argv.slice(2));
} catch (error) {
  if (!(error instanceof InputError || error instanceof ParseError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
