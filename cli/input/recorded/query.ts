import { parseJson } from '../../../functions/parsing/json-text.ts';
import { asFields, type Fields } from '../../../functions/parsing/structures.ts';
import type { Collected, InputOrigin } from '../collected.ts';
import { InputError } from '../input-error.ts';
import { ID_FIELDS, type Inventory, type RecordedType } from './recorded-item.ts';

/** In the order in which they are tried: an interface names its subnet and its VPC, too. */
const MARKS: readonly (readonly [mark: string, type: RecordedType])[] = [
  ['entries', 'AWS::EC2::NetworkAcl'],
  ...(Object.keys(ID_FIELDS) as RecordedType[]).map(type => [toMark(type), type] as const),
];

/** `aws configservice select-resource-config` answers each row as a text of JSON. */
export function collectQueryResult(
  { Results, NextToken, QueryInfo }: Fields,
  origin: InputOrigin,
  into: Collected,
  collect: (json: unknown, origin: InputOrigin, into: Collected) => void,
): void {
  if (NextToken)
    throw new InputError(`${origin.file}: the list is incomplete (it has a NextToken), expected all pages`);
  const inventory: Inventory = { kind: 'query', selected: toSelected(QueryInfo) };
  for (const row of Results as unknown[])
    collect(toRow(parseRow(row, origin)), { ...origin, inventory }, into);
}

function toSelected(info: unknown): string[] {
  const { SelectFields: fields } = asFields(info);
  const names = Array.isArray(fields) ? fields.map(field => asFields(field).Name) : [];
  return names.filter(name => typeof name === 'string');
}

/** A query selects what it wants: the type may be missing beside a configuration. */
function toRow(row: unknown): unknown {
  const fields = asFields(row);
  if (!('configuration' in fields) || fields.resourceType !== undefined) return row;
  const configuration = asFields(fields.configuration);
  const [, type] = MARKS.find(([mark]) => mark in configuration) ?? [];
  return { ...fields, resourceType: type ?? 'AWS::EC2::NetworkAcl' };
}

function toMark(type: RecordedType): string {
  const field = ID_FIELDS[type];
  return `${field.charAt(0).toLowerCase()}${field.slice(1)}`;
}

function parseRow(value: unknown, { file }: InputOrigin): unknown {
  if (typeof value !== 'string') return value;
  try {
    return parseJson(value);
  } catch (error) {
    throw new InputError(`${file}: a text of AWS Config is not JSON: ${value.slice(0, 60)}`, {
      cause: error,
    });
  }
}
