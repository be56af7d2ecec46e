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

export interface Settings {
  readonly required: readonly Range[];
  readonly inferReceivers: boolean;
  readonly ruleQuota: number;
}

/** A network ACL and how it is to be judged. */
export interface Case {
  readonly entries: readonly Entry[];
  readonly settings: Settings;
}

export type Direction = 'egress' | 'ingress';

export const TCP = 6;
export const UDP = 17;
export const TRANSPORTS = [TCP, UDP] as const;
export type Transport = (typeof TRANSPORTS)[number];

export const LAST_PORT = 65_535;
export const LAST_RULE_NUMBER = 32_766;

export function inRange({ from, to }: Range, number: number): boolean {
  return from <= number && number <= to;
}

export function rangesMeet(a: Range, b: Range): boolean {
  return a.from <= b.to && b.from <= a.to;
}

export function isDefaultRule({ ruleNumber }: Entry): boolean {
  return ruleNumber > LAST_RULE_NUMBER;
}
