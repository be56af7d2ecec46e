import type { Log } from './interfaces.ts';
import { TAG, TAG_VALUES } from './words/mode.ts';

/** Names a value of the tag that has no meaning of its own: an operator may have meant another one. */
export function logUnknownTag(networkAclId: string, tags: Readonly<Record<string, string>>, log: Log): void {
  const value = tags[TAG];
  if (value === undefined || TAG_VALUES.some(known => known === value)) return;
  log({
    level: 'WARN',
    message: 'the tag has an unknown value: it counts as notify',
    networkAclId,
    tag: value,
  });
}
