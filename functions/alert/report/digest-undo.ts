import type { Digest, DigestGroup, DigestMember } from '../../review/words/digest.ts';
import { renderDeleteCommand } from '../fix/command.ts';
import { renderHeading } from '../words/place-text.ts';
import { toUndo } from './failed-report.ts';
import type { Step } from './report.ts';

/** Commands that an email has room for; the document has those of more network ACLs. */
const MOST_COMMANDS = 10;

/** What removes the rules that the guard added to the network ACLs of a digest. */
export function toUndoStep(digest: Digest): Step[] {
  const commands = digest.groups.flatMap(group => {
    const undo = group.members.flatMap(renderMemberUndo);
    return undo.length > 0 ? [...toComment(group, digest), ...undo] : [];
  });
  if (commands.length === 0) return [];
  const rest = commands.length - MOST_COMMANDS;
  const more = rest > 0 ? [`... and ${rest} more: the JSON document has them`] : [];
  return [toUndo([...commands.slice(0, MOST_COMMANDS), ...more])];
}

/** A command does not name its account. */
function toComment({ account }: DigestGroup, { hub }: Digest): string[] {
  return hub ? [`# ${renderHeading(account, hub)}:`] : [];
}

/** The commands of one network ACL, in the order in which they are to be run. */
export function renderMemberUndo({ networkAclId, region, added }: DigestMember): string[] {
  return added.toReversed().map(entry => renderDeleteCommand(networkAclId, entry, region));
}
