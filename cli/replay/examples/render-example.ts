import { renderMessage } from '../../../functions/alert/message.ts';
import { renderAlert } from '../format.ts';
import type { ExampleOptions } from '../options.ts';
import { EXAMPLES } from './examples.ts';

/** An example in one of its formats, by the renderers of the functions, as the subscriber would get it. */
export function renderExample({ kind, format }: ExampleOptions): string {
  const { subject, texts } = renderMessage(EXAMPLES[kind]);
  return renderAlert({ subject, message: JSON.stringify(texts) }, format).trimEnd();
}
