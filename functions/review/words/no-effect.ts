import type { EntryRef } from '../../coverage/network-acl-entry.ts';

/** An allow entry that a change created and that never takes effect: it was put behind a deny by mistake. */
export interface NoEffect extends EntryRef {
  /** The rule number of the deny that decides first. */
  readonly decidedBy: number;
  /** Whether the alert is about nothing else: no gap is due to be reported. */
  readonly isOnlyCause: boolean;
}
