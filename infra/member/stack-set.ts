import { templateName } from '../parameter.ts';
import { toParameterSection } from '../template/sections.ts';
import { type Taggable, tagAll } from '../template/tags.ts';
import { MEMBER_PARAMETERS } from './member-parameters.ts';

/** infra/member/stack-set.yml, as far as it is completed here. */
interface StackSetPart {
  readonly Parameters: object;
  readonly Resources: { readonly Members: Taggable };
}

/**
 * A template that makes a stack set of members. The template for members is in it, so that nothing has to be uploaded, and
 * all of its parameters are parameters here, too.
 *
 * @param part - infra/member/stack-set.yml
 */
export function toStackSetTemplate(part: Readonly<Record<string, object>>, memberTemplate: object): object {
  const { Parameters, Resources } = part as unknown as StackSetPart;
  const names = MEMBER_PARAMETERS.map(({ name }) => templateName(name));
  const members = {
    ...Resources.Members,
    Properties: {
      ...Resources.Members.Properties,
      TemplateBody: JSON.stringify(memberTemplate),
      Parameters: names.map(name => ({ ParameterKey: name, ParameterValue: { Ref: name } })),
    },
  };
  tagAll({ members });
  return {
    ...part,
    Parameters: { ...Parameters, ...toParameterSection(MEMBER_PARAMETERS) },
    Resources: { Members: members },
  };
}
