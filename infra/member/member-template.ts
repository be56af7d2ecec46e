import { toConsoleGroups, toParameterSection } from '../template/sections.ts';
import { type Taggable, tagAll } from '../template/tags.ts';
import { MEMBER_GROUPS, MEMBER_PARAMETERS } from './member-parameters.ts';

/** Bytes of a template that a request to CloudFormation may have in it. */
export const MEMBER_BUDGET = 51_200;

/** The files of infra/member that make the template. */
export const MEMBER_PARTS = ['conditions', 'rules', 'forwarder', 'roles'] as const;

type Part = Readonly<Record<string, object>>;

/**
 * The template for an account and region that a hub reviews. It has no code, and no transform: service-managed StackSets
 * take none.
 *
 * @param parts - each with sections of a template
 * @param version - of the release
 */
export function toMemberTemplate(parts: readonly Part[], version: string): Record<string, unknown> {
  const section = (name: string) => Object.assign({}, ...parts.map(part => part[name] ?? {}));
  const resources: Record<string, Taggable> = section('Resources');
  tagAll(resources);
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description:
      'Forwards network ACL changes of this account and region to a hub of nacl-ephemeral-guard, and lets it review them',
    Metadata: { ...toConsoleGroups(MEMBER_GROUPS, MEMBER_PARAMETERS), Version: version },
    Parameters: toParameterSection(MEMBER_PARAMETERS),
    Rules: section('Rules'),
    Conditions: section('Conditions'),
    Resources: resources,
    Outputs: section('Outputs'),
  };
}
