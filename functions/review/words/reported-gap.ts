import type { Direction, Transport } from '../../coverage/network-acl-entry.ts';
import type { Denier } from '../../coverage/replies.ts';

/** A gap as an alert reported it: which replies are denied and by what, not which rules admit the clients. */
export interface ReportedGap {
  readonly direction: Direction;
  readonly protocol: Transport;
  readonly cidr: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly deniedBy: Denier;
}

/** How the gaps of an alert differ from those that the last alert reported. */
export interface Difference {
  readonly added: readonly ReportedGap[];
  readonly gone: readonly ReportedGap[];
}
