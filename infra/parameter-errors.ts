import { ParseError } from '../functions/parsing/definition.ts';
import { NONE } from './accepted-values.ts';
import { PARAMETERS } from './parameters.ts';

/** Values of parameters, by name; one that is absent has its default. */
export type GivenParameters = Readonly<Record<string, unknown>>;

/** Parameters that only make sense together. */
export const TOGETHER = [
  ['slackWorkspaceId', 'slackChannelId'],
  ['teamsTenantId', 'teamsTeamId', 'teamsChannelId'],
] as const;

/** Amazon Q Developer in chat applications exists only in this partition. */
export const AMAZON_Q_PARTITION = 'aws';
export const ONLY_IN_AWS = `expected ${NONE}, because Amazon Q Developer in chat applications does not exist in this partition`;

/** Parameters of earlier versions: given, they would not do what the operator expects. */
const GONE: ReadonlySet<string> = new Set(['inferReceivers']);

/** One line for each parameter that is wrong or unknown. */
export function parameterErrors(given: GivenParameters): string[] {
  const errors = Object.entries(given).flatMap(([name, value]) => parameterError(name, value) ?? []);
  return errors.length > 0 ? errors : TOGETHER.flatMap(names => incompleteErrors(names, given));
}

/**
 * One line for each parameter that a region does not allow.
 *
 * @param region - such as `cn-north-1`
 */
export function regionErrors(given: GivenParameters, region: string): string[] {
  const outsideAws = /^(cn|us-gov|us-iso|us-isob|eu-isoe|us-isof|eusc)-/.test(region);
  const chat = outsideAws
    ? TOGETHER.flat().flatMap(name => refuse(name, given[name] ?? NONE, ONLY_IN_AWS))
    : [];
  const { alertKeyArn = NONE } = given;
  const [, , , home = region] = String(alertKeyArn).split(':');
  const expected = `expected a key of ${region}, the region of the deployment`;
  return home === region ? chat : [...chat, ...refuse('alertKeyArn', alertKeyArn, expected)];
}

function refuse(name: string, value: unknown, expected: string): string[] {
  return value === NONE ? [] : [`Parameter "${name}" is "${value}", ${expected}.`];
}

/** Those that have no id, although others of their kind have one. */
function incompleteErrors(names: readonly string[], given: GivenParameters): string[] {
  const other = names.find(name => (given[name] ?? NONE) !== NONE);
  if (other === undefined) return [];
  return names
    .filter(name => (given[name] ?? NONE) === NONE)
    .map(name => `Parameter "${name}" is "none", expected an id, because "${other}" has one.`);
}

function parameterError(name: string, value: unknown): string | undefined {
  if (GONE.has(name)) return `Parameter "${name}" is "${value}", expected none: remove the parameter.`;
  const parameter = PARAMETERS.find(each => each.name === name);
  if (!parameter) {
    const names = PARAMETERS.map(each => each.name).join(', ');
    return `Parameter "${name}" is unknown, expected one of ${names}.`;
  }
  try {
    parameter.definition.parse(value === undefined ? undefined : String(value), `Parameter "${name}"`);
    return undefined;
  } catch (error) {
    if (error instanceof ParseError) return `${error.message}.`;
    throw error;
  }
}
