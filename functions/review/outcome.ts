import type { Severity } from '../coverage/severity.ts';
import type { AlertFacts } from './alert-facts.ts';
import type { AlertKind } from './words/alert-kind.ts';

/** Where a review ended. */
export type Outcome =
  /** Replies reach all clients. */
  | { readonly kind: 'covered' }
  /** There is a gap, but less severe than the minimum severity. */
  | { readonly kind: 'below-min-severity'; readonly severity: Severity }
  /** There is a gap that an alert has reported. */
  | { readonly kind: 'already-reported'; readonly severity: Severity }
  /** The reporter publishes an alert. */
  | (AlertFacts & {
      readonly kind: 'pending';
      readonly alertKind: AlertKind;
      readonly alertId: string;
      readonly severity: Severity;
      /** Entries that the guard added. */
      readonly added: number;
    })
  /** The network ACL's tag asks for no alerts. */
  | { readonly kind: 'muted' }
  /** The network ACL does not exist any more. */
  | { readonly kind: 'deleted' }
  /** The hub may not read the member. AWS's error code. */
  | { readonly kind: 'unreachable'; readonly code: string };
