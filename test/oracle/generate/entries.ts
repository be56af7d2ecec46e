import { ALL_ADDRESSES, type Family } from '../address.ts';
import { type Entry, LAST_PORT, TCP, UDP } from '../entry.ts';
import { drawBlock } from './blocks.ts';
import { type Choices, Draw } from './draw.ts';
import { drawChain, drawPorts, parseRanges } from './ports.ts';

export const CHOICES_PER_ENTRY = 16;

/** What is common to the entries of one direction of a case. */
export interface Flavour {
  readonly egress: boolean;
  /** In percent of the entries. */
  readonly ipv6: number;
  readonly deny: number;
  /** Of the allows; denies of a whole family are left to the written-out defaults, mostly. */
  readonly wholeBlock: number;
  readonly writtenOutDefault: number;
  /** Which of the addresses most of the blocks are prefixes of. */
  readonly anchor: number;
  readonly clientPorts: number;
  /** So many of them have the protocol and the ports of `common`, so that denies and allows meet. */
  readonly alike: number;
  readonly common: Pick<Entry, 'protocol' | 'ports' | 'icmp'>;
}

const ALL = -1;
const ICMP = 1;
const ICMPV6 = 58;
const ANY = -1;

export type Unnumbered = Omit<Entry, 'ruleNumber'>;

/** An entry, all but its rule number, which depends on the others. */
export function drawEntry(choices: Choices, flavour: Flavour): Unnumbered {
  const draw = new Draw(choices);
  const family: Family = draw.percent(flavour.ipv6) ? 'ipv6' : 'ipv4';
  const isDefault = draw.percent(flavour.writtenOutDefault);
  const action = draw.percent(flavour.deny) ? 'deny' : 'allow';
  const protocol = drawProtocol(draw);
  if (isDefault) return writeOutDefault(draw, flavour.egress, family);
  const wholePercent = action === 'allow' ? flavour.wholeBlock : flavour.wholeBlock / 8;
  const block = drawBlock(draw, family, wholePercent, flavour.anchor);
  const { egress, common } = flavour;
  if (draw.below(100) < flavour.alike) return { egress, action, block, ...common };
  if (protocol === ICMP || protocol === ICMPV6) {
    return { egress, action, protocol, block, icmp: drawIcmp(draw) };
  }
  const ports = drawPorts(draw, flavour.clientPorts);
  return {
    egress,
    action,
    protocol,
    block,
    ...(draw.percent(percentWithoutPorts(protocol)) ? {} : { ports }),
  };
}

/** What entries that are alike have in common. */
export function drawCommon(draw: Draw, egress: boolean): Flavour['common'] {
  const [protocol, ports] = draw.weighted([
    [6, [TCP, egress ? '1024-65535' : '443']],
    [6, [ALL, '0-65535']],
    [6, [UDP, egress ? '1024-65535' : '53']],
    [6, [TCP, egress ? '32768-65535' : '22']],
    [1, [ICMP, '']],
  ]);
  if (protocol === ICMP) return { protocol, icmp: drawIcmp(draw) };
  const [range] = parseRanges(ports);
  return { protocol, ports: protocol === ALL ? undefined : range };
}

function drawProtocol(draw: Draw): number {
  return draw.weighted([
    [52, TCP],
    [22, UDP],
    [18, ALL],
    [3, ICMP],
    [2, ICMPV6],
    [2, 50],
    [1, 0],
  ]);
}

/** Entries that receive answers together. */
export function drawChained(draw: Draw, { egress, ipv6, wholeBlock, anchor }: Flavour): Unnumbered[] {
  const family: Family = draw.percent(ipv6) ? 'ipv6' : 'ipv4';
  const protocol = draw.percent(25) ? UDP : TCP;
  const block = drawBlock(draw, family, Math.max(wholeBlock, 50), anchor);
  return drawChain(draw).map(ports => ({ egress, action: 'allow', protocol, block, ports }));
}

/** A deny of everything, which stops an attack where it is in front. */
export function drawKillSwitch(draw: Draw, { egress, ipv6 }: Flavour): Unnumbered {
  return writeOutDefault(draw, egress, draw.percent(ipv6) ? 'ipv6' : 'ipv4');
}

/** Protocol -1 has a port range now and then, which must be ignored; tcp lacks one now and then: all ports. */
function percentWithoutPorts(protocol: number): number {
  return protocol === TCP || protocol === UDP ? 6 : 75;
}

function drawIcmp(draw: Draw): { type: number; code: number } {
  const type = draw.oneOf([ANY, 8, 3, 0, 9, 128, 255]);
  return { type, code: type === ANY ? ANY : draw.oneOf([ANY, 0, 4, 255]) };
}

function writeOutDefault(draw: Draw, egress: boolean, family: Family): Unnumbered {
  const protocol = draw.weighted([
    [3, ALL],
    [3, TCP],
    [1, UDP],
  ]);
  const ports = { from: 0, to: LAST_PORT };
  const all = { egress, action: 'deny', protocol, block: ALL_ADDRESSES[family] } as const;
  return draw.percent(50) ? { ...all, ports } : all;
}
