import type { Leaf } from '../functions/parsing/definition.ts';
import { textParsedBy } from '../functions/parsing/text-values.ts';
import { matching, oneOf } from '../functions/parsing/values.ts';

/** How a template limits a parameter. Patterns are for JavaScript, Java (CloudFormation) and RE2 (Terraform) alike. */
export type Constraint =
  | { readonly AllowedValues: readonly string[] }
  | { readonly AllowedPattern: string; readonly MaxLength?: number };

/** What a parameter accepts: as the functions and osls read it, and as a template can say it. */
export interface AcceptedValues {
  readonly definition: Leaf<unknown>;
  readonly constraint: Constraint;
}

/** The text of a parameter that is left out on purpose. */
export const NONE = 'none';

/** One of a few words. */
export function choice(words: readonly string[], definition: Leaf<unknown> = oneOf(words)): AcceptedValues {
  return { definition, constraint: { AllowedValues: words } };
}

/** A text that matches a pattern as a whole. */
export function pattern(expected: string, text: string, longest?: number): AcceptedValues {
  const whole = new RegExp(`^(?:${text})$`);
  const definition =
    longest === undefined
      ? matching(expected, whole)
      : textParsedBy(expected, value => (value.length <= longest && whole.test(value) ? value : undefined));
  return read(definition, text, longest);
}

/**
 * A text that a definition reads, with the pattern that says the same.
 *
 * @param longest - characters at most; without it, any number
 */
export function read(definition: Leaf<unknown>, text: string, longest?: number): AcceptedValues {
  return {
    definition,
    constraint: { AllowedPattern: `^(?:${text})$`, ...(longest !== undefined && { MaxLength: longest }) },
  };
}

/** `none`, or a text that is as expected. */
export function orNone(accepted: AcceptedValues): AcceptedValues {
  return orWord(NONE, NONE, accepted);
}

/** An empty text, or one that is as expected. */
export function orEmpty(accepted: AcceptedValues): AcceptedValues {
  return orWord('', 'an empty text', accepted);
}

function orWord(word: string, words: string, { definition, constraint }: AcceptedValues): AcceptedValues {
  const either = textParsedBy(`${words} or ${definition.expected}`, text =>
    text === word ? text : definition.read(text),
  );
  return 'AllowedValues' in constraint
    ? choice([word, ...constraint.AllowedValues], either)
    : read(either, `${word}|${bare(constraint.AllowedPattern)}`, constraint.MaxLength);
}

/** The pattern without its anchors. */
function bare(anchored: string): string {
  return anchored.slice(1, -1);
}
