import type { AcceptedValues } from './accepted-values.ts';

/** A parameter of a template, by its name in `npm run deploy`; CloudFormation has it with a capital letter. */
export interface ParameterIn<Group extends string> extends AcceptedValues {
  readonly name: string;
  readonly group: Group;
  /** Absent: the parameter has to be given. */
  readonly fallback?: string | undefined;
  readonly description: string;
}

/** A parameter as one line of a table. */
export type Row<Fallback = string | undefined> = readonly [
  name: string,
  accepted: AcceptedValues,
  fallback: Fallback,
  description: string,
];

/** The parameters of each group. */
export type Rows<Group extends string, Fallback = string | undefined> = Readonly<
  Record<Group, readonly Row<Fallback>[]>
>;

/** The parameters in the order of their groups. */
export function toList<Group extends string, Fallback extends string | undefined>(
  groups: readonly Group[],
  rows: Rows<Group, Fallback>,
) {
  return groups.flatMap(group =>
    rows[group].map(([name, accepted, fallback, description]) => ({
      name,
      group,
      ...accepted,
      fallback,
      description,
    })),
  );
}

/** The name of a parameter in a template: `alertKeyArn` is `AlertKeyArn`. */
export function templateName(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1);
}
