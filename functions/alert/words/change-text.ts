import { type Change, type ChangeTarget, endsRule, type GapCause } from '../../review/words/change.ts';
import { renderActorName } from './actor-text.ts';
import { capitalize } from './plain-text.ts';
import { renderContent, renderRuleName } from './rule-text.ts';
import { renderDay, renderMinute } from './time-text.ts';

/** The names that callers give themselves, in the user agent or as the calling service; the first match counts. */
const TOOLS: readonly (readonly [pattern: RegExp, tool: string])[] = [
  [/^cloudformation\.amazonaws\.com$/i, 'CloudFormation'],
  [/\bOpenTofu\b/i, 'OpenTofu'],
  [/\bpulumi/i, 'Pulumi'],
  [/\bTerraform\b|terraform-provider-aws/i, 'Terraform'],
  [/\bexec-env\/CloudShell\b/i, 'AWS CloudShell'],
  [/^aws-cli\//i, 'AWS CLI'],
  [/\bAnsible\b/i, 'Ansible'],
  [/AWSPowerShell|AWS\.Tools/i, 'AWS Tools for PowerShell'],
  [/^(?:console|signin)\.amazonaws\.com$|^AWS-?Console\b|ConsoleFrontend|^Mozilla\//i, 'AWS console'],
  [/^Boto3\//i, 'Boto3'],
  [/^aws-sdk-|^aws-cdk/i, 'AWS SDK'],
];

/** The tool with which the change was made, as far as the user agent or the calling service says. */
export function recognizeTool({ invokedBy, userAgent, fromConsole }: Change): string | undefined {
  const names = [invokedBy, userAgent].filter(name => name !== undefined);
  const named = TOOLS.find(([pattern]) => names.some(name => pattern.test(name)))?.[1];
  return named ?? (fromConsole ? 'AWS console' : undefined);
}

/**
 * The change in one sentence: `maria (role NetworkAdmin) added inbound rule 100 in the AWS console at 2026-11-20 09:14 UTC.`
 *
 * @param withContent - whether it ends with what the rule is now, in place of the time
 */
export function renderChangeSentence(change: Change, withContent = false): string {
  const { at, target } = change;
  const content =
    withContent && target?.kind === 'rule' && target.entry ? `: ${renderContent(target.entry)}` : '';
  const time = at && !withContent ? [`at ${renderMinute(at)}`] : [];
  return `${[renderDeed(change), ...renderToolPhrase(change), ...time].join(' ')}${content}.`;
}

/** `Outbound rule 100 is now: allow tcp/443 to 0.0.0.0/0.`; none where the rule was deleted, or is not known. */
export function renderNewContent({ target }: Change): string[] {
  if (target?.kind !== 'rule' || target.entry === undefined) return [];
  return [`${capitalize(renderRuleName(target))} is now: ${renderContent(target.entry)}.`];
}

/** The change in lines, as alerts say it: who did what, and what the rule is now. */
export function renderChangeLines(change: Change | undefined): string[] {
  return change === undefined ? [] : [renderChangeSentence(change), ...renderNewContent(change)];
}

/** `maria (role NetworkAdmin) added inbound rule 100, allow tcp/22 from 0.0.0.0/0, on 2026-11-20`. */
export function renderCause(cause: GapCause): string {
  const { at, target } = cause;
  const content = target?.entry ? `, ${renderContent(target.entry)}${at ? ',' : ''}` : '';
  return `${renderDeed(cause)}${content}${at ? ` on ${renderDay(at)}` : ''}`;
}

function renderDeed(change: Pick<Change, 'action' | 'actor' | 'invokedBy' | 'target'>): string {
  const actor = renderActorName(change);
  const { action, target } = change;
  const { active, passive } = VERBS[action];
  const what = target?.kind === 'rule' ? renderRuleName(target) : toOther(action);
  if (actor === undefined) return capitalize(`${what} ${passive}`);
  const where = action === 'ReplaceNetworkAclAssociation' ? ' to this network ACL' : '';
  return `${actor} ${active} ${what}${where}`;
}

/** Whether the change can have removed an entry of the guard, which creates outbound ones. */
export function isRemoval(change: Change): boolean {
  const isInbound = change.target?.kind === 'rule' && change.target.direction === 'ingress';
  return endsRule(change) && !isInbound;
}

/** `deleted`: what was done, in the middle of a sentence. */
export function renderVerb({ action }: Change): string {
  return VERBS[action].active;
}

const VERBS: Readonly<Record<Change['action'], { readonly active: string; readonly passive: string }>> = {
  CreateNetworkAclEntry: { active: 'added', passive: 'was added' },
  ReplaceNetworkAclEntry: { active: 'changed', passive: 'was changed' },
  DeleteNetworkAclEntry: { active: 'deleted', passive: 'was deleted' },
  ReplaceNetworkAclAssociation: { active: 'moved', passive: 'was moved to this network ACL' },
  DeleteNetworkAcl: { active: 'deleted', passive: 'was deleted' },
  CreateTags: { active: 'tagged', passive: 'was tagged' },
  DeleteTags: { active: 'removed tags of', passive: 'lost tags' },
};

/** CloudTrail names the association, and not the subnet. A record may lack the number of the rule. */
function toOther(action: Change['action']): string {
  switch (action) {
    case 'ReplaceNetworkAclAssociation':
      return 'a subnet';
    case 'CreateNetworkAclEntry':
    case 'ReplaceNetworkAclEntry':
    case 'DeleteNetworkAclEntry':
      return 'a rule of this network ACL';
    default:
      return 'this network ACL';
  }
}

/** `with Terraform`; a service that made the change for a caller is named with the caller. */
export function renderToolPhrase(change: Change): string[] {
  const tool = recognizeTool(change);
  if (tool === undefined || (change.invokedBy && tool === 'CloudFormation')) return [];
  if (tool === 'AWS console') return ['in the AWS console'];
  return [`with ${/^AWS (CLI|SDK)$/.test(tool) ? 'the ' : ''}${tool}`];
}

/** What was changed, such as `inbound rule 100`. */
export function renderTarget(target: ChangeTarget): string {
  switch (target.kind) {
    case 'rule':
      return `${target.direction === 'egress' ? 'outbound' : 'inbound'} rule ${target.ruleNumber}`;
    case 'association':
      return `association ${target.associationId}`;
  }
}
