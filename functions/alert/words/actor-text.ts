import { parseActor } from '../../review/words/actor.ts';
import type { Change } from '../../review/words/change.ts';
import { cutText } from './plain-text.ts';

/** Characters of a name: the caller chooses the name of a session. */
const LONGEST_NAME = 64;

/** Who made a change: `gha-7421 (role terraform-network)`; undefined where it is not known. */
export function renderActorName({
  actor,
  invokedBy,
}: Pick<Change, 'actor' | 'invokedBy'>): string | undefined {
  const caller = actor === undefined ? undefined : renderCaller(actor);
  if (invokedBy === undefined) return caller;
  const service = toServiceName(invokedBy);
  return caller === undefined || actor === invokedBy ? service : `${service}, called by ${caller}`;
}

function renderCaller(text: string): string {
  const actor = parseActor(text);
  switch (actor.kind) {
    case 'role':
      return actor.session === undefined
        ? `the role ${cut(actor.role)}`
        : `${cut(actor.session)} (role ${cut(actor.role)})`;
    case 'permission-set':
      return `${cut(actor.user)} (permission set ${cut(actor.permissionSet)})`;
    case 'user':
      return `${cut(actor.user)} (IAM user)`;
    case 'root':
      return 'the root user';
    case 'other':
      return cut(actor.text);
  }
}

/** AWS's services call as `cloudformation.amazonaws.com`. */
function toServiceName(invokedBy: string): string {
  if (/^cloudformation\.amazonaws\.com$/i.test(invokedBy)) return 'CloudFormation';
  return cut(invokedBy.replace(/\.amazonaws\.com$/i, ''));
}

function cut(name: string): string {
  return cutText(name, LONGEST_NAME);
}
