import type { Block } from './address.ts';

/** Both ends inclusive. */
export interface Range {
  readonly from: number;
  readonly to: number;
}

/** One entry of a network ACL, in the oracle's own words. */
export interface Entry {
  readonly ruleNumber: number;
  readonly egress: boolean;
  readonly action: 'allow' | 'deny';
  /** IANA's number, or -1 for all. */
  readonly protocol: number;
  readonly block: Block;
  /** For tcp and udp; absent: all. Ignored with protocol -1. */
  readonly ports?: Range | undefined;
  /** For ICMP; -1 means all. */
  readonly icmp?: { readonly type: number; readonly code: number } | undefined;
}

export type Direction = 'egress' | 'ingress';
export const DIRECTIONS = ['egress', 'ingress'] as const;

export const ALL_PROTOCOLS = -1;
export const TCP = 6;
export const UDP = 17;
export const TRANSPORTS = [TCP, UDP] as const;
export type Transport = (typeof TRANSPORTS)[number];

export const LAST_PORT = 65_535;
export const ALL_PORTS: Range = { from: 0, to: LAST_PORT };
export const LAST_RULE_NUMBER = 32_766;

export function inRange({ from, to }: Range, number: number): boolean {
  return from <= number && number <= to;
}

export function rangesMeet(a: Range, b: Range): boolean {
  return a.from <= b.to && b.from <= a.to;
}

export function containsRange(outer: Range, inner: Range): boolean {
  return outer.from <= inner.from && inner.to <= outer.to;
}

export function sameRange(a: Range, b: Range): boolean {
  return a.from === b.from && a.to === b.to;
}

export function isDefaultRule({ ruleNumber }: Entry): boolean {
  return ruleNumber > LAST_RULE_NUMBER;
}

/** Whether the entry is for packets of the transport. */
export function isFor({ protocol }: Pick<Entry, 'protocol'>, transport: number): boolean {
  return protocol === ALL_PROTOCOLS || protocol === transport;
}

/** The destination ports of tcp or udp packets that it matches. */
export function portsOf({ protocol, ports }: Pick<Entry, 'protocol' | 'ports'>): Range {
  return protocol === ALL_PROTOCOLS ? ALL_PORTS : (ports ?? ALL_PORTS);
}
