import { NONE } from '../accepted-values.ts';
import { type ParameterIn, templateName } from '../parameter.ts';
import { AMAZON_Q_PARTITION, ONLY_IN_AWS, TOGETHER } from '../parameter-errors.ts';
import { GROUPS, PARAMETERS } from '../parameters.ts';

/** What CloudFormation asks for when a stack is made. */
export interface TemplateSections {
  readonly Metadata: Readonly<Record<string, unknown>>;
  readonly Parameters: Readonly<Record<string, unknown>>;
  readonly Rules: Readonly<Record<string, unknown>>;
}

/** @param namespace - the default of the parameter Namespace */
export function toSections(namespace: string): TemplateSections {
  return {
    Metadata: toConsoleGroups(GROUPS, PARAMETERS),
    Parameters: toParameters(namespace),
    Rules: toRules(),
  };
}

/** The Parameters section, which osls's core template has as well. */
export function toParameters(namespace: string): Record<string, unknown> {
  return toParameterSection(
    PARAMETERS.map(each => (each.name === 'namespace' ? { ...each, fallback: namespace } : each)),
  );
}

/** Parameters as CloudFormation reads them. */
export function toParameterSection(parameters: readonly ParameterIn<string>[]): Record<string, unknown> {
  return Object.fromEntries(
    parameters.map(({ name, fallback, description, definition, constraint }) => [
      templateName(name),
      {
        Type: 'String',
        ...(fallback !== undefined && { Default: fallback }),
        Description: description,
        ...constraint,
        ConstraintDescription: `expected ${definition.expected}`,
      },
    ]),
  );
}

/** Groups and labels for the console. */
export function toConsoleGroups<Group extends string>(
  groups: readonly Group[],
  parameters: readonly ParameterIn<Group>[],
): Record<string, unknown> {
  const named = (group: Group) => parameters.filter(each => each.group === group);
  return {
    'AWS::CloudFormation::Interface': {
      ParameterGroups: groups.map(group => ({
        Label: { default: group },
        Parameters: named(group).map(({ name }) => templateName(name)),
      })),
    },
  };
}

const isNone = (name: string) => ({ 'Fn::Equals': [{ Ref: templateName(name) }, NONE] });
const isGiven = (name: string) => ({ 'Fn::Not': [isNone(name)] });

/** What no pattern can say: parameters that belong together, and the partition. */
function toRules(): Record<string, unknown> {
  return Object.fromEntries(
    TOGETHER.flatMap(names => {
      const assertions = names.flatMap(given =>
        names
          .filter(name => name !== given)
          .map(name => ({
            Assert: { 'Fn::Or': [isNone(given), isGiven(name)] },
            AssertDescription: `${templateName(name)} is ${NONE}, expected an id, because ${templateName(given)} has one.`,
          })),
      );
      const [first] = names;
      return [
        [`${templateName(first)}Complete`, { Assertions: assertions }],
        [`${templateName(first)}Partition`, onlyInAws(first)],
      ];
    }),
  );
}

function onlyInAws(name: string) {
  return {
    RuleCondition: isGiven(name),
    Assertions: [
      {
        Assert: { 'Fn::Equals': [{ Ref: 'AWS::Partition' }, AMAZON_Q_PARTITION] },
        AssertDescription: `${templateName(name)} is given, ${ONLY_IN_AWS}.`,
      },
    ],
  };
}
