import type { AlertDocument } from './document.ts';

/** A document with less of one part, or undefined where nothing of it is left. */
type Cut = (document: AlertDocument) => AlertDocument | undefined;

/** In this order: EC2 can tell a program the first of these again. Commands come last, all of them or none. */
const CUTS: readonly Cut[] = [cutOwners, cutGaps, cutCode, cutChanges, cutRules, cutCommands];

/**
 * The document such that it has at most so many bytes.
 *
 * @param toBytes - of the document as it is sent
 */
export function fitDocument(
  document: AlertDocument,
  most: number,
  toBytes: (document: AlertDocument) => number,
): AlertDocument {
  let fitted = document;
  for (const cut of CUTS) {
    while (toBytes(fitted) > most) {
      const less = cut(fitted);
      if (less === undefined) break;
      fitted = less;
    }
  }
  return fitted;
}

function cutOwners(document: AlertDocument): AlertDocument | undefined {
  const most = Math.max(0, ...document.gaps.map(({ behind }) => behind.length));
  if (most === 0) return undefined;
  const gaps = document.gaps.map(gap => ({ ...gap, behind: gap.behind.slice(0, most >> 1) }));
  return { ...document, gaps };
}

function cutGaps(document: AlertDocument): AlertDocument | undefined {
  const { kept, omitted } = halve(document.gaps, document.gapsOmitted);
  return document.gaps.length === 0 ? undefined : { ...document, gaps: kept, gapsOmitted: omitted };
}

function cutCode(document: AlertDocument): AlertDocument | undefined {
  const { fix } = document;
  if (fix.terraform === '' && fix.cloudformation === '') return undefined;
  return { ...document, fix: { ...fix, terraform: '', cloudformation: '' } };
}

function cutChanges(document: AlertDocument): AlertDocument | undefined {
  const { kept } = halve(document.changes, 0);
  return document.changes.length === 0 ? undefined : { ...document, changes: kept };
}

function cutRules(document: AlertDocument): AlertDocument | undefined {
  const { guard, fix } = document;
  if (guard.added.length + fix.rules.length === 0) return undefined;
  const added = halve(guard.added, guard.addedOmitted);
  const rules = halve(fix.rules, fix.rulesOmitted);
  return {
    ...document,
    guard: { ...guard, added: added.kept, addedOmitted: added.omitted },
    fix: { ...fix, rules: rules.kept, rulesOmitted: rules.omitted },
  };
}

/** Half of the commands could open too much. */
function cutCommands(document: AlertDocument): AlertDocument | undefined {
  const { fix } = document;
  if (fix.cli.length === 0) return undefined;
  const note = `${fix.cli.length} commands are too many for this message: nacl-ephemeral-guard check --fix cli prints them.`;
  return { ...document, fix: { ...fix, cli: [], notes: [...fix.notes, note] } };
}

function halve<Item>(list: readonly Item[], omitted: number) {
  const kept = list.slice(0, list.length >> 1);
  return { kept, omitted: omitted + list.length - kept.length };
}
