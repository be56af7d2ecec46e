import { NONE } from '../../infra/accepted-values.ts';
import { PARAMETERS } from '../../infra/parameters.ts';
import type { DeployedValues } from './values.ts';

/** A parameter with another value than the stack has. */
export interface ParameterChange {
  readonly name: string;
  readonly from: string;
  readonly to: string;
}

/** Parameters each of which names a subscriber; without it, that subscriber gets no alerts any more. */
const SUBSCRIBERS = ['email', 'slackWebhookParameter', 'slackChannelId', 'teamsChannelId'] as const;

/** What a deployment changes, in the order of the parameters; a value that neither has is the default. */
export function changesOf(before: DeployedValues, after: DeployedValues): ParameterChange[] {
  return PARAMETERS.flatMap(({ name, fallback }) => {
    const [from, to] = [before[name] ?? fallback, after[name] ?? fallback];
    return from === to ? [] : [{ name, from, to }];
  });
}

/** Why an operator has to agree to a deployment; none where nothing is dropped, and the mode stays. */
export function concerns(changes: readonly ParameterChange[]): string[] {
  return changes.flatMap(({ name, from, to }) => {
    if (name === 'mode') return [`the mode changes from ${from} to ${to}`];
    const isSubscriber = SUBSCRIBERS.some(each => each === name) && from !== NONE;
    return isSubscriber ? [`${from} (${name}) gets no alerts any more`] : [];
  });
}

/** One line for each parameter: what changes, and what is kept. Defaults that stay are left out. */
export function renderChanges(before: DeployedValues, changes: readonly ParameterChange[]): string {
  const changed = changes.map(({ name, from, to }) => `  ${name}: ${from} -> ${to}\n`);
  const kept = notDefault(before).filter(([name]) => !changes.some(change => change.name === name));
  return orDefaults([...changed, ...kept.map(([name, value]) => `  ${name}: ${value} (kept)\n`)]);
}

/** One line for each parameter of a new stack that is not its default. */
export function renderValues(values: DeployedValues): string {
  return orDefaults(notDefault(values).map(([name, value]) => `  ${name}: ${value}\n`));
}

function notDefault(values: DeployedValues): [string, string][] {
  return PARAMETERS.flatMap(({ name, fallback }) => {
    const value = values[name] ?? fallback;
    return value === fallback ? [] : [[name, value]];
  });
}

function orDefaults(lines: readonly string[]): string {
  return lines.length > 0 ? lines.join('') : '  every parameter has its default\n';
}
