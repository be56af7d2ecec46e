import type { Alert } from '../../review/words/alert.ts';
import { addedEntries } from '../words/done-text.ts';
import { missingEntries } from '../words/missing-text.ts';
import { renderCreateCommand, renderDeleteCommand } from './command.ts';

/** The commands that add what is missing, in the order in which they are to be run. */
export function renderFix(alert: Alert): string[] {
  return missingEntries(alert).map(entry => renderCreateCommand(alert.networkAclId, entry, alert.region));
}

/** The commands that remove what the guard added. */
export function renderUndo(alert: Alert): string[] {
  // The broadest allow was created last and goes first, so that no moment opens too much.
  return addedEntries(alert)
    .toReversed()
    .map(entry => renderDeleteCommand(alert.networkAclId, entry, alert.region));
}
