import type { Severity } from '../coverage/severity.ts';
import type { Alert } from './words/alert.ts';

/** Where a review ended. */
export type Outcome =
  /** Replies reach all clients. */
  | { readonly kind: 'covered' }
  /** There is a gap, but less severe than the operator wants to hear of. */
  | { readonly kind: 'below-threshold'; readonly severity: Severity }
  /** There is a gap that people have been told of. */
  | { readonly kind: 'known'; readonly severity: Severity }
  | {
      readonly kind: 'alerted';
      readonly alertKind: Alert['kind'];
      readonly alertId: string;
      readonly severity: Severity;
      /** Entries that the guard added. */
      readonly added: number;
    }
  /** The network ACL's tag asks for silence. */
  | { readonly kind: 'muted' }
  /** There is no such network ACL any more. */
  | { readonly kind: 'gone' };
