import type { TagDescription } from '@aws-sdk/client-ec2';
import type { ParsedEvent } from '../../functions/aws/change-event.ts';
import { ParseError } from '../../functions/parsing/definition.ts';
import { escapeLines, escapeUnprintable } from '../../functions/parsing/printable.ts';
import { emptyLists, readLists } from '../input/described-lists.ts';
import { InputError } from '../input/input-error.ts';
import { readJson } from '../input/json-file.ts';
import { toNetworkAcl } from '../input/network-acls.ts';
import { type ReplayedEvent, readEvents } from './change-events.ts';
import { renderExample } from './examples/render-example.ts';
import { parseOptions, type ReplayOptions } from './options.ts';
import { type Region, toRegion } from './region.ts';
import { replay } from './replay.ts';
import { renderFailure, renderReplay } from './report.ts';

/** Where the program writes, each text as lines of its own. */
export type ReplayOutput = Pick<Console, 'log' | 'error'>;

/**
 * The events that can be replayed. A network ACL that was deleted need not be listed, nor one that a failed call named.
 * Of several events, those of other network ACLs that are not listed are left out, each with one line on stderr.
 *
 * @throws InputError if no event is left
 */
function selectListed(
  events: readonly ReplayedEvent[],
  { networkAcls }: Region,
  file: string,
  output: ReplayOutput,
): ReplayedEvent[] {
  const listed = new Set(networkAcls.map(({ NetworkAclId }) => NetworkAclId));
  const isMissing = ({ networkAclIds, parsed }: ReplayedEvent) =>
    needsListed(parsed) && !networkAclIds.some(id => listed.has(id));
  const missing = new Set(events.filter(isMissing).flatMap(({ networkAclIds }) => networkAclIds));
  const reasons = [...missing].map(
    id => `${file}: network ACL ${id}, which the event changes, is not listed`,
  );
  const selected = events.filter(event => !isMissing(event));
  if (selected.length === 0) throw new InputError(reasons);
  for (const reason of reasons) output.error(escapeUnprintable(`event left out: ${reason}`));
  return selected;
}

function needsListed(parsed: ParsedEvent): boolean {
  return parsed.kind === 'tags' || (parsed.kind === 'change' && parsed.change.action !== 'DeleteNetworkAcl');
}

/** @throws InputError if a network ACL, an interface or a security group is malformed */
function readRegion({ networkAcls: file, surroundings, tags }: ReplayOptions): Region {
  const lists = readLists(file);
  for (const described of lists.NetworkAcls) toNetworkAcl(described, file);
  const around = surroundings === undefined ? emptyLists() : readLists(surroundings);
  return toRegion(lists, around, tags === undefined ? [] : readTags(tags));
}

function readTags(file: string): TagDescription[] {
  return (readJson(file) as { Tags: TagDescription[] }).Tags;
}

/** @returns the exit code: 0 the guard reviewed every event, 1 it failed */
async function replayAll(options: ReplayOptions, output: ReplayOutput): Promise<number> {
  const region = readRegion(options);
  const events = selectListed(readEvents(options.event), region, options.networkAcls, output);
  let exitCode = 0;
  for (const mode of options.modes) {
    for (const event of events) {
      const replayed = await replay(event, region, mode);
      output.log(escapeLines(renderReplay(replayed, options.format)));
      const failure = renderFailure(replayed);
      if (failure === undefined) continue;
      output.error(escapeUnprintable(`The guard failed: ${failure}`));
      exitCode = 1;
    }
  }
  return exitCode;
}

/**
 * What `npm start` does after its build: replays events, or prints an example.
 *
 * @param args - after the name of the program
 * @returns the exit code: 0 the guard reviewed every event, 1 it failed, 2 the options or files cannot be used
 */
export async function start(args: readonly string[], output: ReplayOutput): Promise<number> {
  try {
    const options = parseOptions(args);
    if (typeof options !== 'string' && !('kind' in options)) return await replayAll(options, output);
    output.log(typeof options === 'string' ? options : escapeLines(renderExample(options)));
    return 0;
  } catch (error) {
    if (!(error instanceof InputError || error instanceof ParseError)) throw error;
    output.error(error.message);
    return 2;
  }
}
