import type { Fields } from '../../../functions/parsing/structures.ts';
import type { Parameters } from './parameters.ts';

/** A template while its network ACLs are listed. */
export interface TemplateDocument {
  readonly file: string;
  readonly template: Fields;
  readonly parameters: Parameters;
  /** Those of the template, with loops written out. */
  readonly resources: Fields;
}
