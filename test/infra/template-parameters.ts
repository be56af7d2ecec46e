import { PARAMETERS } from '../../infra/parameters.ts';

/** Whether CloudFormation lets a value through, as AllowedValues, AllowedPattern and MaxLength say. */
export function templateAccepts(name: string, value: string): boolean {
  const constraint = PARAMETERS.find(each => each.name === name)?.constraint;
  if (!constraint) throw new Error(`There is no parameter ${name}`);
  if ('AllowedValues' in constraint) return constraint.AllowedValues.includes(value);
  const { AllowedPattern, MaxLength = value.length } = constraint;
  return value.length <= MaxLength && new RegExp(AllowedPattern).test(value);
}
