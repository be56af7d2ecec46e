import { ALL_ADDRESSES, FAMILIES } from '../address.ts';
import type { Case, Settings } from '../case.ts';
import type { Entry } from '../entry.ts';
import { type Choices, Draw } from './draw.ts';
import {
  drawChained,
  drawCommon,
  drawEntry,
  drawKillSwitch,
  type Flavour,
  type Unnumbered,
} from './entries.ts';
import { drawNumbering, toNumbers } from './numbers.ts';
import { toPlace } from './place.ts';
import { parseRanges } from './ports.ts';

export const CHOICES_PER_CASE = 64;
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
  readonly place: Choices;
  readonly ingress: readonly Choices[];
  readonly egress: readonly Choices[];
}

export function toCase({ settings, place, ingress, egress }: Recipe): Case {
  const draw = new Draw(settings);
  const drawn = drawSettings(draw);
  const ipv6 = draw.oneOf([0, 0, 30, 50, 85]);
  const listed = draw.percent(35) ? [...listDefaultRules(true), ...listDefaultRules(false)] : [];
  const anchor = draw.below(6);
  const requests = toEntries(ingress, draw, { ...drawFlavour(draw, false), anchor, ipv6 });
  const replies = toEntries(egress, draw, { ...drawFlavour(draw, true), anchor, ipv6 });
  const entries = inAnyOrder([...listed, ...requests, ...replies], draw);
  return { settings: drawn, entries, place: toPlace(place) };
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
  return { required: parseRanges(usual), ruleQuota: draw.percent(30) ? draw.between(1, 40) : 20 };
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

const CHAIN_PERCENT = { ingress: 22, egress: 8 };
const KILL_SWITCH_PERCENT = { ingress: 2, egress: 12 };

function toEntries(recipes: readonly Choices[], draw: Draw, flavour: Flavour): Entry[] {
  const direction = flavour.egress ? 'egress' : 'ingress';
  const drawn = recipes.map(([, ...choices]) => drawEntry(choices, flavour));
  const chained = draw.percent(CHAIN_PERCENT[direction]) ? drawChained(draw, flavour) : [];
  const deny = draw.percent(KILL_SWITCH_PERCENT[direction]) ? [drawKillSwitch(draw, flavour)] : [];
  const place = draw.below(drawn.length + 1);
  const others = [...drawn.slice(0, place), ...chained, ...drawn.slice(place)];
  const isInFront = draw.percent(60);
  const all: Unnumbered[] = isInFront ? [...deny, ...others] : [...others, ...deny];
  const numbering = drawNumbering(draw, all.length);
  const numbers = toNumbers(
    numbering,
    all.map((_, index) => recipes[index]?.[0] ?? 0),
  );
  return all.map((entry, index) => ({ ruleNumber: numbers[index] ?? 1, ...entry }));
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
