import type { Statement } from './template.ts';

/** What a request says beyond action and resource, by condition key. */
export type RequestContext = Readonly<Record<string, string | undefined>>;

/** A call that IAM has to decide on. `resource` is absent for trust policies, which have none. */
export interface IamRequest {
  readonly action: string;
  readonly resource?: string;
  readonly context?: RequestContext;
}

/**
 * Whether policies allow a call: by the part of IAM's language that the templates use.
 * IAM User Guide, "Policy evaluation logic" and "IAM JSON policy elements: Condition operators".
 */
export function allows(statements: readonly Statement[], request: IamRequest): boolean {
  const matching = statements.filter(statement => matches(statement, request));
  return (
    matching.some(({ Effect }) => Effect === 'Allow') && !matching.some(({ Effect }) => Effect === 'Deny')
  );
}

function matches(statement: Statement, { action, resource, context = {} }: IamRequest): boolean {
  const patterns = [statement.Resource ?? []].flat().map(textOf);
  return (
    [statement.Action].flat().some(each => like(each, action)) &&
    (resource === undefined || patterns.some(each => like(each, resource))) &&
    Object.entries((statement.Condition ?? {}) as Record<string, Record<string, unknown>>).every(
      ([operator, keys]) =>
        Object.entries(keys).every(([key, values]) =>
          holds(operator, [values].flat().map(textOf), context[key]),
        ),
    )
  );
}

function holds(operator: string, expected: readonly string[], actual: string | undefined): boolean {
  if (actual === undefined) return operator.endsWith('IfExists');
  switch (operator.replace(/IfExists$/, '')) {
    case 'StringEquals':
    case 'Bool':
      return expected.includes(actual);
    // ArnEquals and ArnLike are the same.
    case 'ArnEquals':
    case 'ArnLike':
      return expected.some(each => like(each, actual));
    default:
      throw new TypeError(`operator is ${operator}, expected one that the templates use`);
  }
}

/** A text, also where a function of CloudFormation's is left in it. */
function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}

function like(pattern: string, text: string): boolean {
  const source = pattern.replace(/[.+?^${}()|[\]\\/]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${source}$`).test(text);
}
