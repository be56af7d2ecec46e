import { asFields, type Fields } from '../../functions/parsing/structures.ts';
import { REGION_NAME } from './aws-source.ts';
import type { CodeKind, Collected, InputOrigin } from './collected.ts';
import { collectLists, collectOne, isOne, listsOf } from './described/describe.ts';
import { InputError } from './input-error.ts';
import { collectConfigItem, collectSnapshot, isConfigItem } from './recorded/config-items.ts';
import { collectQueryResult } from './recorded/query.ts';

/** What finds its parts goes on with those. */
type Collect = (json: unknown, origin: InputOrigin, into: Collected) => void;

/** A form of input: how it is recognised, and what it has. */
interface Form {
  readonly isIn: (fields: Fields) => boolean;
  readonly collect: (fields: Fields, origin: InputOrigin, into: Collected, collect: Collect) => void;
}

/** In the order in which they are tried. */
const FORMS: readonly Form[] = [
  code(
    'terraform-plan',
    fields => isVersioned(fields) && ('resource_changes' in fields || 'planned_values' in fields),
  ),
  code(
    'terraform-state',
    fields => isVersioned(fields) && ('values' in fields || 'terraform_version' in fields),
  ),
  code(
    'terraform-state-file',
    ({ version, lineage, resources }) =>
      Number.isSafeInteger(version) && (typeof lineage === 'string' || Array.isArray(resources)),
  ),
  code('template', isTemplate),
  { isIn: fields => '@level' in fields && '@message' in fields, collect: rejectLog },
  { isIn: isConfigItem, collect: collectConfigItem },
  { isIn: ({ configurationItems }) => Array.isArray(configurationItems), collect: collectSnapshot },
  inside(({ baseConfigurationItems, BaseConfigurationItems }) =>
    [baseConfigurationItems, BaseConfigurationItems].find(Array.isArray),
  ),
  { isIn: ({ Results }) => Array.isArray(Results), collect: collectQueryResult },
  inside(({ rows }) => (Array.isArray(rows) ? rows : undefined)),
  { isIn: fields => listsOf(fields).length > 0, collect: collectLists },
  { isIn: isOne, collect: collectOne },
  { isIn: isByRegion, collect: collectByRegion },
];

/**
 * Sorts what a JSON value has: it is recognised by its content, and lists may mix several forms.
 *
 * @throws InputError for what is none of the forms, and for a part of a list
 */
export function collect(json: unknown, origin: InputOrigin, into: Collected): void {
  if (Array.isArray(json)) {
    for (const element of json) collect(element, origin, into);
    return;
  }
  const fields = asFields(json);
  const form = FORMS.find(({ isIn }) => isIn(fields));
  if (form === undefined) {
    const found = JSON.stringify(json)?.slice(0, 60);
    throw new InputError(
      `${origin.file}: ${found} is not a network ACL, expected the output of aws ec2 describe-network-acls`,
    );
  }
  form.collect(fields, origin, into, collect);
}

function code(kind: CodeKind, isIn: Form['isIn']): Form {
  return { isIn, collect: (json, origin, into) => void into.code.push({ kind, json, origin }) };
}

/** A form whose parts are forms again. */
function inside(toParts: (fields: Fields) => unknown[] | undefined): Form {
  return {
    isIn: fields => toParts(fields) !== undefined,
    collect: (fields, origin, into, collectPart) => collectPart(toParts(fields), origin, into),
  };
}

function isVersioned({ format_version: version }: Fields): boolean {
  return typeof version === 'string';
}

function isTemplate({ Resources, AWSTemplateFormatVersion: version }: Fields): boolean {
  if (typeof Resources !== 'object' || Resources === null || Array.isArray(Resources)) return false;
  const resources = Object.values(Resources);
  return version !== undefined || resources.some(each => typeof asFields(each).Type === 'string');
}

function rejectLog(_: Fields, { file }: InputOrigin): never {
  throw new InputError(
    `${file}: the log of "terraform plan -json", expected the output of "terraform show -json PLAN"`,
  );
}

/** Some tools write the answers of several regions or accounts into one object. */
function isByRegion(fields: Fields): boolean {
  const keys = Object.keys(fields);
  return keys.length > 0 && keys.every(key => isRegion(key) || isAccount(key));
}

function collectByRegion(fields: Fields, origin: InputOrigin, into: Collected, collectPart: Collect): void {
  for (const [key, value] of Object.entries(fields)) {
    collectPart(value, { ...origin, ...(isAccount(key) ? { account: key } : { region: key }) }, into);
  }
}

function isRegion(key: string): boolean {
  return REGION_NAME.read(key) !== undefined;
}

function isAccount(key: string): boolean {
  return /^\d{12}$/.test(key);
}
