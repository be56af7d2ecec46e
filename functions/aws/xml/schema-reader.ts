import type { NormalizedSchema } from '@smithy/core/schema';
import { UnusualXmlError, type XmlCursor } from './xml-cursor.ts';

/** Reads the content of the element that was opened last, to its end. */
type Reader = (cursor: XmlCursor) => unknown;

/** One for each schema: they are the SDK's constants. */
const READERS = new Map<unknown, Reader>();

/** The reader of what a schema describes. @throws UnusualXmlError where it describes what no answer of EC2 has */
export function toReader(schema: NormalizedSchema): Reader {
  const key = schema.getSchema();
  const known = READERS.get(key);
  if (known !== undefined) return known;
  const reader = makeReader(schema);
  READERS.set(key, reader);
  return reader;
}

function makeReader(schema: NormalizedSchema): Reader {
  if (schema.isListSchema()) return listReader(schema);
  if (schema.isStructSchema()) return structReader(schema);
  if (schema.isBooleanSchema()) return cursor => cursor.readText().toLowerCase() === 'true';
  if (schema.isNumericSchema()) return cursor => Number(cursor.readText());
  if (schema.isTimestampSchema()) return cursor => new Date(cursor.readText());
  if (schema.isStringSchema()) return cursor => cursor.readText();
  if (schema.isUnitSchema()) return cursor => cursor.skip();
  throw new UnusualXmlError(`no reader for ${schema.getName()}`);
}

/** `<name><item>…</item></name>` */
function listReader(schema: NormalizedSchema): Reader {
  const item = schema.getValueSchema();
  const itemName = item.getMergedTraits().xmlName ?? 'member';
  const readItem = lazily(item);
  return cursor => {
    const items: unknown[] = [];
    if (cursor.isEmpty) return items;
    const { name } = cursor;
    while (cursor.open())
      if (cursor.name === itemName) items.push(readItem(cursor));
      else cursor.skip();
    cursor.expectEnd(name);
    return items;
  };
}

function structReader(schema: NormalizedSchema): Reader {
  const members = new Map<string, readonly [name: string, read: Reader]>();
  for (const [name, member] of schema.structIterator()) {
    const { xmlName, xmlFlattened } = member.getMemberTraits();
    if (xmlFlattened) throw new UnusualXmlError(`${name} is flattened`);
    members.set(xmlName ?? name, [name, lazily(member)]);
  }
  return cursor => {
    const fields: Record<string, unknown> = {};
    if (cursor.isEmpty) return fields;
    const { name } = cursor;
    while (cursor.open()) {
      const member = members.get(cursor.name);
      if (member === undefined) cursor.skip();
      else fields[member[0]] = member[1](cursor);
    }
    cursor.expectEnd(name);
    return fields;
  };
}

/** Schemas may refer to one another in circles, and most of what they describe never comes. */
function lazily(schema: NormalizedSchema): Reader {
  let reader: Reader | undefined;
  return cursor => {
    reader ??= toReader(schema);
    return reader(cursor);
  };
}
