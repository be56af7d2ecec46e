import type { Change, ChangeTarget } from '../../review/words/change.ts';

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

/** The latest change in lines: what, who and from where, with what, when. */
export function renderChange(change: Change | undefined): string[] {
  if (change === undefined) return [];
  const { action, target, sourceAddress, at, eventId } = change;
  const actor = renderActor(change);
  return [
    [action, target && renderTarget(target)].filter(Boolean).join(' '),
    [actor && `by ${actor}`, sourceAddress && `from ${sourceAddress}`].filter(Boolean).join(' '),
    renderTool(change),
    [at && `at ${renderTime(at)}`, eventId && `CloudTrail event ${eventId}`].filter(Boolean).join(', '),
  ].filter(line => line !== '');
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

/** Who changed it; a service that made the call is named too. */
export function renderActor({ actor, invokedBy }: Change): string | undefined {
  return actor && invokedBy ? `${actor} through ${invokedBy}` : (actor ?? invokedBy);
}

function renderTool(change: Change): string {
  const { userAgent } = change;
  const tool = recognizeTool(change);
  if (userAgent === undefined || userAgent === change.invokedBy) return tool ? `with ${tool}` : '';
  return `with ${tool ? `${tool} (${userAgent})` : userAgent}`;
}

/** To the second: `2026-11-20 09:14:03 UTC`. */
export function renderTime(time: Date): string {
  return `${time.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
