import { toLine } from '../words/plain-text.ts';

/** The text on one line, as one word of a POSIX shell. */
export function toShellWord(text: string): string {
  return /^[\w./:@=,-]+$/.test(text) ? text : `'${toLine(text).replaceAll("'", String.raw`'\''`)}'`;
}

/** The text on one line as a string of HCL, in which `${` and `%{` begin a template (HCL's specification, "Template Expressions"). */
export function toHclString(text: string): string {
  return JSON.stringify(toLine(text)).replaceAll(/[$%](?=\{)/g, '$&$&');
}

/** The text on one line as a scalar of YAML, which takes the strings of JSON (YAML 1.2.2, 1.3). An id needs no quotes. */
export function toYamlScalar(text: string): string {
  return /^[a-z]+-[\da-zA-Z-]+$/.test(text) ? text : JSON.stringify(toLine(text));
}
