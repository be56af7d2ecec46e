import { ServiceError } from './answer.ts';

/** A statement that allows actions on resources. */
interface AllowStatement {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/** What a session policy allows. */
export type SessionPolicy = readonly AllowStatement[];

/** @throws ServiceError MalformedPolicyDocument, also for what the stand-in does not evaluate */
export function parseSessionPolicy(text: string): SessionPolicy {
  try {
    const { Statement } = JSON.parse(text);
    return [Statement].flat().map(parseStatement);
  } catch (error) {
    const message = `The policy is not in the valid JSON format: ${error}`;
    throw new ServiceError('MalformedPolicyDocument', 400, message);
  }
}

function parseStatement({ Effect, Action, Resource, ...others }: Readonly<Record<string, unknown>>) {
  const actions = [Action].flat();
  const resources = [Resource].flat();
  const isText = [...actions, ...resources].every(each => typeof each === 'string');
  const more = Object.keys(others).filter(name => name !== 'Sid');
  if (Effect === 'Allow' && isText && more.length === 0)
    return { actions: actions.map(String), resources: resources.map(String) };
  throw new TypeError('the stand-in evaluates Allow, Action and Resource only');
}

/** @param resource - an ARN, or `*` where the action takes none */
export function isAllowedBy(policy: SessionPolicy, action: string, resource: string): boolean {
  return policy.some(
    ({ actions, resources }) => matchesAny(actions, action) && matchesAny(resources, resource),
  );
}

/** Whether one of the patterns matches, in which `*` is any text. */
export function matchesAny(patterns: readonly string[], text: string): boolean {
  return patterns.some(pattern => {
    const parts = pattern.split('*').map(part => part.replace(/[^\w]/g, '\\$&'));
    return new RegExp(`^${parts.join('.*')}$`).test(text);
  });
}
