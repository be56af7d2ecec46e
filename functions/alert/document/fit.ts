import { toJsonText } from '../../parsing/printable.ts';
import type { AlertDocument } from './document.ts';
import { MOST_BYTES } from './limits.ts';

/** JSON in which `<`, `>` and `&` are escaped too, so that it is harmless also where it ends up in a page. */
export function toJson(value: unknown): string {
  return toJsonText(value).replaceAll(
    /[<>&]/g,
    character => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

/** Bytes of a text inside the JSON that the topic takes, in which quotes and backslashes count twice. */
export function countBytes(text: string): number {
  return new TextEncoder().encode(JSON.stringify(text)).length;
}

type Cut = (document: AlertDocument) => AlertDocument;

/** What is left out where a document is too long, least important first. Half of a plan could open too much: all or none. */
const CUTS: readonly Cut[] = [
  document => withGaps(document, 20),
  document => ({ ...document, denied: firstOf(document.denied, 8), changes: firstOf(document.changes, 8) }),
  document => withGaps(document, 5),
  document => ({
    ...document,
    fix: {
      ...document.fix,
      ...{ terraform: '', cloudformation: '' },
      notes: [
        ...document.fix.notes,
        'There is no room for code: nacl-ephemeral-guard check --fix prints it.',
      ],
    },
  }),
  document => ({
    ...document,
    fix: {
      ...document.fix,
      cli: [],
      notes: [
        ...document.fix.notes,
        'There is no room for all commands: nacl-ephemeral-guard check prints them.',
      ],
    },
  }),
  document => withGaps(document, 0),
  document => ({
    ...document,
    networkAcl: {
      ...document.networkAcl,
      subnets: [],
      subnetsOmitted: document.networkAcl.subnets.length + document.networkAcl.subnetsOmitted,
    },
  }),
  document => withAdded(document, 5),
  document => ({ ...document, denied: [], changes: [] }),
];

/** The document, cut where its text would be longer than {@link MOST_BYTES}. */
export function fitDocument(document: AlertDocument): AlertDocument {
  let fitted = document;
  for (const cut of CUTS) {
    if (countBytes(toJson(fitted)) <= MOST_BYTES) return fitted;
    fitted = cut(fitted);
  }
  return fitted;
}

function withGaps(document: AlertDocument, most: number): AlertDocument {
  const gaps = document.gaps.slice(0, most);
  return { ...document, gaps, gapsOmitted: document.gapsOmitted + document.gaps.length - gaps.length };
}

function firstOf(lines: readonly string[], most: number): readonly string[] {
  if (lines.length <= most) return lines;
  return [...lines.slice(0, most), `... ${lines.length - most} more lines`];
}

function withAdded(document: AlertDocument, most: number): AlertDocument {
  const { guard } = document;
  const added = guard.added.slice(0, most);
  const addedOmitted = guard.addedOmitted + guard.added.length - added.length;
  return { ...document, guard: { ...guard, added, addedOmitted } };
}
