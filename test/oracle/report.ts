import type { Block } from './address.ts';
import type { Direction, Entry, Range, Transport } from './entry.ts';
import type { ClientVerdict } from './severity.ts';

/** What the engine answers, in the oracle's words. */

/** Replies that the engine calls required and denied. */
export interface Rectangle {
  readonly direction: Direction;
  readonly transport: Transport;
  readonly block: Block;
  readonly ports: Range;
  readonly deniedBy: number | undefined;
  readonly admittedBy: readonly number[];
  readonly acceptedBy: readonly string[];
  /** The interfaces that it is about, by their places in the list of all. */
  readonly behind: readonly number[];
  readonly evidence: string;
  readonly severity: string;
}

/** A part of a gap that the engine plans nothing for. */
export interface Unplaced {
  readonly transport: Transport;
  readonly block: Block;
  readonly ports: Range;
  readonly reason: string;
  readonly ruleNumbers: readonly number[];
}

export interface Report {
  readonly status: string;
  readonly severity: string;
  readonly ingressSeverity: string;
  readonly clients: Readonly<Record<string, ClientVerdict>>;
  readonly gaps: readonly Rectangle[];
  readonly served: readonly { readonly direction: Direction; readonly transport: Transport }[];
  /** In the order in which they are to be created. */
  readonly planned: readonly Entry[];
  readonly writable: readonly Entry[];
  readonly restraints: readonly string[];
  readonly unplaced: readonly Unplaced[];
  readonly assumptions: Assumptions;
}

export interface Assumptions {
  readonly exposure: string;
  readonly answers: readonly EntryName[];
  readonly oneWay: readonly EntryName[];
  readonly samePort: readonly EntryName[];
}

interface EntryName {
  readonly direction: Direction;
  readonly ruleNumber: number;
}
