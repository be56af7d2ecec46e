import {
  CreateChangeSetCommand,
  DescribeChangeSetCommand,
  ExecuteChangeSetCommand,
} from '@aws-sdk/client-cloudformation';
import { ADMINISTRATOR, type Caller } from './region.ts';
import { type SingleFile, upload } from './single-file.ts';
import { type Parameters, settle, toParameters } from './stack.ts';

/** A change that CloudFormation announces. */
export interface Change {
  readonly action: string;
  readonly logicalId: string;
  /** In place, or replaced: always, or only where a value turns out to be another one. */
  readonly replacement: string;
  /** The properties that differ in the template itself. */
  readonly properties: readonly string[];
}

/** The template as another release has it: the same, with other code. */
export function withOtherCode(template: SingleFile): SingleFile {
  const resources = Object.entries(template.Resources).map(([id, { Properties, ...resource }]) => {
    const { Code } = Properties ?? {};
    if (resource.Type !== 'AWS::Lambda::Function') return [id, { ...resource, Properties }];
    const ZipFile = `${(Code as { ZipFile: string }).ZipFile}\n// Another release.\n`;
    return [id, { ...resource, Properties: { ...Properties, Code: { ZipFile } } }];
  });
  return { ...template, Description: 'Another release', Resources: Object.fromEntries(resources) };
}

/**
 * Updates a stack as `aws cloudformation deploy` does: by a change set in which each parameter keeps its value.
 *
 * @param given - parameters that get another value
 * @returns what the change set announced
 * @throws Error where the update failed
 */
export async function update(
  StackName: string,
  template: SingleFile,
  caller: Caller = ADMINISTRATOR,
  given: Parameters = {},
): Promise<Change[]> {
  const changed = toParameters(given);
  const isChanged = (name: string) => changed.some(({ ParameterKey }) => ParameterKey === name);
  const { cloudFormation } = caller.clients;
  const named = { StackName, ChangeSetName: `update-${Date.now()}` };
  await cloudFormation.send(
    new CreateChangeSetCommand({
      ...named,
      TemplateURL: await upload(template, caller),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      Parameters: [
        ...Object.keys(template.Parameters)
          .filter(name => !isChanged(name))
          .map(ParameterKey => ({ ParameterKey, UsePreviousValue: true })),
        ...changed,
      ],
    }),
  );
  const { Changes = [] } = await cloudFormation.send(new DescribeChangeSetCommand(named));
  await cloudFormation.send(new ExecuteChangeSetCommand(named));
  await settle(StackName, caller.clients);
  return Changes.map(({ ResourceChange: { Action, LogicalResourceId, Replacement, Details } = {} }) => ({
    action: Action ?? '',
    logicalId: LogicalResourceId ?? '',
    replacement: Replacement ?? '',
    properties: (Details ?? [])
      .filter(({ ChangeSource }) => ChangeSource === 'DirectModification')
      .map(({ Target }) => Target?.Name ?? Target?.Attribute ?? ''),
  }));
}
