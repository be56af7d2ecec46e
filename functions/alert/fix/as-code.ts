import type { Alert } from '../../review/words/alert.ts';
import { missingEntries } from '../words/missing-text.ts';
import { renderCloudFormation } from './cloudformation.ts';
import { renderTerraform } from './terraform.ts';

/** Entries for which a message holds the fix as code, too; forty would fill half of what SNS takes. */
const MOST_ENTRIES = 10;

/**
 * The missing entries as code, for network ACLs that are kept in code: the next run would remove other rules.
 *
 * @returns no code where nothing is missing; where too much is, a note instead that says how to get it
 */
export function renderFixAsCode(alert: Alert) {
  const entries = missingEntries(alert);
  if (entries.length > MOST_ENTRIES) {
    const note = `${entries.length} rules are too many to show as code. nacl-ephemeral-guard check --fix terraform (or cloudformation) prints them.`;
    return { terraform: '', cloudFormation: '', notes: [note] };
  }
  const resources = entries.map(entry => renderCloudFormation(alert.networkAclId, entry));
  return {
    terraform: entries.map(entry => renderTerraform(alert.networkAclId, entry)).join('\n\n'),
    cloudFormation: resources.length > 0 ? ['Resources:', ...resources].join('\n') : '',
    notes: [],
  };
}
