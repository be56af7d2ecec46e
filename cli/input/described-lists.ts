import { emptyCollected } from './collected.ts';
import { collect } from './forms.ts';
import { InputError } from './input-error.ts';
import { readDocuments } from './json-file.ts';
import type { DescribedLists } from './lists.ts';
import { toNewestNetworkAcls } from './recorded/newest.ts';

export { type DescribedLists, emptyLists, LISTS, type ListName } from './lists.ts';

/**
 * Reads descriptions of network ACLs and of what is around them, in any of the forms that have them.
 *
 * @throws InputError if the file cannot be read, is not JSON, has something else or only a part of a list
 */
export function readLists(file: string): DescribedLists {
  const collected = emptyCollected();
  for (const json of readDocuments(file)) collect(json, { file }, collected);
  const { networkAcls, lists, recorded, code } = collected;
  if (code.length > 0)
    throw new InputError(`${file}: a plan or template, expected descriptions of network ACLs`);
  const newest = toNewestNetworkAcls(recorded).flatMap(({ state }) => {
    if (state.kind === 'malformed') throw new InputError(`${file}: ${state.reason}`);
    return state.kind === 'exists' ? [state.described] : [];
  });
  return { ...lists, NetworkAcls: [...networkAcls.map(({ described }) => described), ...newest] };
}
