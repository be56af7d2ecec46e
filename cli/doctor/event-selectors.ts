import type { AdvancedEventSelector, AdvancedFieldSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import { ACTIONS } from '../../functions/review/words/action.ts';

/** The event selectors of a trail: the classic ones, or the advanced ones instead. */
export interface Selectors {
  readonly classic?: readonly EventSelector[] | undefined;
  readonly advanced?: readonly AdvancedEventSelector[] | undefined;
}

/** Which of the calls that change network ACLs a trail logs. `some` also means: it depends on the caller. */
export type Logged = 'all' | 'some' | 'none';

/** Which of the calls that change network ACLs the selectors log. The calls are write management events of EC2. */
export function loggedChanges({ classic = [], advanced = [] }: Selectors): Logged {
  if (advanced.length === 0) return classic.some(logsChanges) ? 'all' : 'none';
  const perAction = ACTIONS.map(action => Math.max(...advanced.map(selector => admits(selector, action))));
  if (perAction.every(admitted => admitted === YES)) return 'all';
  return perAction.every(admitted => admitted === NO) ? 'none' : 'some';
}

/** What a selector does not set has CloudTrail's default. */
function logsChanges(selector: EventSelector): boolean {
  const { ReadWriteType = 'All', IncludeManagementEvents = true } = selector;
  const excluded = selector.ExcludeManagementEventSources ?? [];
  return IncludeManagementEvents && ReadWriteType !== 'ReadOnly' && !excluded.includes(EVENT.eventSource);
}

/** In ascending order, so that the highest or the lowest of several results can be chosen. */
const NO = 0;
const PERHAPS = 1;
const YES = 2;
type Admitted = typeof NO | typeof PERHAPS | typeof YES;

/** The fields that the records of all these calls share. */
const EVENT = {
  eventCategory: 'Management',
  eventSource: 'ec2.amazonaws.com',
  eventType: 'AwsApiCall',
  readOnly: 'false',
} as const;

/** A selector admits an event if all of its fields admit it. */
function admits({ FieldSelectors = [] }: AdvancedEventSelector, eventName: string): Admitted {
  const event: Readonly<Record<string, string>> = { ...EVENT, eventName };
  const verdicts = FieldSelectors.map(selector => {
    const value = event[selector.Field ?? ''];
    if (value === undefined) return PERHAPS;
    return fieldAdmits(selector, value) ? YES : NO;
  });
  return verdicts.reduce<Admitted>((least, one) => (one < least ? one : least), YES);
}

function fieldAdmits(selector: AdvancedFieldSelector, value: string): boolean {
  const matches: [readonly string[] | undefined, (text: string) => boolean][] = [
    [selector.Equals, text => value === text],
    [selector.StartsWith, text => value.startsWith(text)],
    [selector.EndsWith, text => value.endsWith(text)],
  ];
  const refuses: typeof matches = [
    [selector.NotEquals, text => value === text],
    [selector.NotStartsWith, text => value.startsWith(text)],
    [selector.NotEndsWith, text => value.endsWith(text)],
  ];
  return (
    matches.every(([texts = [], match]) => texts.length === 0 || texts.some(match)) &&
    refuses.every(([texts = [], match]) => !texts.some(match))
  );
}
