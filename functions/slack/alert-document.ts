import type { AlertDocument } from '../alert/document/document.ts';
import { asFields } from '../aws/untrusted.ts';
import { ALERT_KINDS } from '../review/words/alert.ts';

/** A message that is no alert of the expected version; the error names the field, its value and what was expected. */
export class AlertDocumentError extends Error {
  override readonly name = 'AlertDocumentError';
}

/** Answers the value if it is what it should be. @throws AlertDocumentError */
type Check<T> = (value: unknown, field: string) => T;

/**
 * Parses what the alert topic delivers. Fields that this version does not know are left alone: within a version they
 * may be added.
 *
 * @param field - where the message was found, for the error
 * @throws AlertDocumentError
 */
export function parseAlertDocument(message: unknown, field: string): AlertDocument {
  const json = text(message, field);
  const document = parseJson(json);
  if (document === undefined) return fail(field, json, 'an alert document of version "1" as JSON');
  return alertDocument(document, field);
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    return undefined;
  }
}

const text = check<string>('a text', value => typeof value === 'string');
const textOrNull = check<string | null>(
  'a text or null',
  value => value === null || typeof value === 'string',
);
const number = check<number>('a number', value => typeof value === 'number');
const numberOrNull = check<number | null>(
  'a number or null',
  value => value === null || typeof value === 'number',
);
const texts = listOf(text);

const gap = object<AlertDocument['gaps'][number]>({
  direction: oneOf('egress', 'ingress'),
  protocol: oneOf('tcp', 'udp'),
  cidr: text,
  fromPort: number,
  toPort: number,
  deniedBy: oneOf('default', 'entry'),
  ruleNumber: numberOrNull,
  admittedBy: listOf(number),
});

const change = object<NonNullable<AlertDocument['change']>>({
  action: text,
  target: textOrNull,
  actor: textOrNull,
  sourceAddress: textOrNull,
  tool: textOrNull,
  userAgent: textOrNull,
  at: textOrNull,
  eventId: textOrNull,
});

// The version comes first: of another version nothing else is worth a complaint.
const alertDocument = object<AlertDocument>({
  version: oneOf('1'),
  id: text,
  kind: oneOf(...ALERT_KINDS),
  severity: oneOf('none', 'low', 'medium', 'high'),
  status: oneOf('covered', 'gap', 'unknown'),
  mode: oneOf('notify', 'opt-in', 'remediate'),
  account: text,
  region: text,
  title: text,
  summary: text,
  since: text,
  networkAcl: object({
    id: text,
    name: textOrNull,
    vpcId: textOrNull,
    vpcName: textOrNull,
    subnets: listOf(object({ id: text, name: textOrNull })),
    subnetsOmitted: number,
  }),
  gaps: listOf(gap),
  gapsOmitted: number,
  denied: texts,
  bars: texts,
  clients: listOf(
    object({
      client: oneOf('linux', 'windows', 'windows-legacy', 'nat-elb-lambda'),
      name: text,
      fromPort: number,
      toPort: number,
      replies: (value, field) =>
        value === null ? null : oneOf('allowed', 'partial', 'blocked')(value, field),
    }),
  ),
  changes: texts,
  change: (value, field) => (value === null ? null : change(value, field)),
  guard: object({ did: texts, undo: texts }),
  fix: object({ cli: texts, terraform: text, cloudformation: text, notes: texts }),
  links: object({ networkAcl: text, change: textOrNull }),
});

/** Every field of a type, each with its own check. */
function object<T extends object>(shape: { readonly [K in keyof T]-?: Check<T[K]> }): Check<T> {
  return (value, field) => {
    if (typeof value !== 'object' || value === null) return fail(field, value, 'an object');
    const fields = asFields(value);
    for (const name in shape) shape[name](fields[name], `${field}.${name}`);
    return value as T;
  };
}

function listOf<T>(element: Check<T>): Check<readonly T[]> {
  return (value, field) => {
    if (!Array.isArray(value)) return fail(field, value, 'a list');
    return value.map((each, index) => element(each, `${field}[${index}]`));
  };
}

function oneOf<T extends string>(...expected: readonly T[]): Check<T> {
  const words = expected.map(word => `"${word}"`).join(', ');
  return (value, field) => expected.find(word => word === value) ?? fail(field, value, words);
}

function check<T>(expected: string, is: (value: unknown) => boolean): Check<T> {
  return (value, field) => (is(value) ? (value as T) : fail(field, value, expected));
}

function fail(field: string, value: unknown, expected: string): never {
  const found = value === undefined ? 'missing' : JSON.stringify(value).slice(0, 120);
  throw new AlertDocumentError(`${field} is ${found}, expected ${expected}`);
}
