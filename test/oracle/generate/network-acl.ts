import { ALL_ADDRESSES, FAMILIES } from '../address.ts';
import type { Case, Entry, Settings } from '../entry.ts';
import { type Choices, Draw } from './draw.ts';
import { drawCommon, drawEntry, type Flavour } from './entries.ts';
import { drawNumbering, toNumbers } from './numbers.ts';
import { parseRanges } from './ports.ts';

export const CHOICES_PER_CASE = 32;
export const MOST_ENTRIES = 40;

/** How many entries a direction has, with weights: mostly few, sometimes a full list. */
export const SIZES = [
  { weight: 50, least: 0, most: 3 },
  { weight: 43, least: 2, most: 7 },
  { weight: 5, least: 6, most: 20 },
  { weight: 2, least: 30, most: MOST_ENTRIES },
] as const;

/** A case as numbers, which a random generator fills in and which shrink one by one. */
export interface Recipe {
  readonly settings: Choices;
  readonly ingress: readonly Choices[];
  readonly egress: readonly Choices[];
}

export function toCase({ settings, ingress, egress }: Recipe): Case {
  const draw = new Draw(settings);
  const drawn = drawSettings(draw);
  const ipv6 = draw.oneOf([0, 0, 30, 50, 85]);
  const listed = draw.percent(35) ? [...listDefaultRules(true), ...listDefaultRules(false)] : [];
  const anchor = draw.below(6);
  const requests = toEntries(ingress, draw, { ...drawFlavour(draw, false), anchor, ipv6 });
  const replies = toEntries(egress, draw, { ...drawFlavour(draw, true), anchor, ipv6 });
  return { settings: drawn, entries: inAnyOrder([...listed, ...requests, ...replies], draw) };
}

function drawSettings(draw: Draw): Settings {
  const usual = draw.weighted([
    [78, '1024-65535'],
    [5, '32768-60999'],
    [4, '32768-61000'],
    [4, '49152-65535'],
    [4, '1025-5000,32768-65535'],
    [3, '1024-4500,4502-65535'],
    [1, '0-65535'],
    [1, '65535'],
  ]);
  return {
    required: parseRanges(usual),
    inferReceivers: !draw.percent(20),
    ruleQuota: draw.percent(30) ? draw.between(1, 40) : 20,
  };
}

function drawFlavour(draw: Draw, egress: boolean): Omit<Flavour, 'anchor' | 'ipv6'> {
  return {
    egress,
    clientPorts: egress ? 65 : 40,
    deny: draw.oneOf([25, 10, 40, 50]),
    wholeBlock: draw.oneOf([45, 20, 80, 0]),
    writtenOutDefault: draw.oneOf([0, 0, 8, 20]),
    alike: draw.oneOf([0, 100, 80]),
    common: drawCommon(draw, egress),
  };
}

function toEntries(recipes: readonly Choices[], draw: Draw, flavour: Flavour): Entry[] {
  const numbering = drawNumbering(draw, recipes.length);
  const numbers = toNumbers(
    numbering,
    recipes.map(([choice = 0]) => choice),
  );
  return recipes.map(([, ...choices], index) => ({
    ruleNumber: numbers[index] ?? 1,
    ...drawEntry(choices, flavour),
  }));
}

/** The default rules as the API lists them, in one direction. */
function listDefaultRules(egress: boolean): Entry[] {
  return FAMILIES.map((family, index) => ({
    ruleNumber: 32_767 + index,
    egress,
    action: 'deny',
    protocol: -1,
    block: ALL_ADDRESSES[family],
  }));
}

function inAnyOrder(entries: readonly Entry[], draw: Draw): Entry[] {
  const [turn, reversed] = [draw.below(entries.length + 1), draw.percent(50)];
  const turned = [...entries.slice(turn), ...entries.slice(0, turn)];
  return reversed ? turned.reverse() : turned;
}
