import type { Digest } from '../../../functions/review/words/digest.ts';
import type { SweepResult } from '../../../functions/review/words/sweep-result.ts';
import { BURST_CHANGE } from './alerts.ts';
import { ALL, AT, BURST, FOUND, REMINDED, REPLIES, toGroup } from './digest-groups.ts';
import { ACCOUNT, REGION } from './network.ts';

const SWEPT: SweepResult = {
  at: new Date('2026-11-20T06:00:00Z'),
  ...{ evaluated: 204, covered: 178, low: 7, muted: 0, unused: 8, failed: 0 },
  ...{ withShadowedDenies: 2, shadowedDenies: [] },
  // No subnet uses eight of them: what is behind those is not read.
  assumed: { exposureKnown: 196, receivers: 61 },
};
const BASE: Omit<Digest, 'id' | 'about' | 'open' | 'groups'> = {
  ...{ kind: 'digest', account: ACCOUNT, region: REGION, partition: 'aws' },
  ...{ mode: 'notify', minSeverity: 'medium', severity: 'high', at: AT },
};

/** A digest of each kind. */
export const EXAMPLE_DIGESTS = {
  digest: {
    ...{ ...BASE, id: '5d1e2f30a4b5c6d8', about: { kind: 'sweep', sweep: SWEPT } },
    ...{ open: { none: 0, low: 0, medium: 6, high: 13 }, groups: FOUND },
  },
  'first-digest': {
    ...{ ...BASE, id: '5d1e2f30a4b5c6d7', about: { kind: 'first-sweep', sweep: SWEPT } },
    ...{ open: { none: 0, low: 0, medium: 6, high: 13 }, groups: FOUND },
  },
  'burst-digest': {
    ...{ ...BASE, id: '8c20e7d15b3f4a96', at: new Date('2026-11-20T09:17:00Z') },
    about: {
      kind: 'burst',
      burst: {
        ...{ change: { ...BURST_CHANGE, region: REGION }, isSameChange: true },
        span: { first: new Date('2026-11-20T09:14:03Z'), last: new Date('2026-11-20T09:15:51Z') },
      },
    },
    open: { none: 0, low: 0, medium: 0, high: 37 },
    groups: [{ ...toGroup('high', undefined, ALL, BURST), entries: [REPLIES], change: BURST_CHANGE }],
  },
  'reminder-digest': {
    ...{ ...BASE, id: '17aa94c0e2b86d53', nextReminderAt: new Date('2026-11-27T06:00:00Z') },
    about: {
      kind: 'reminders',
      trend: { lastAt: new Date('2026-11-13T06:00:00Z'), last: 13, fixedSince: 5, newSince: 1 },
    },
    ...{ open: { none: 0, low: 0, medium: 5, high: 4 }, groups: REMINDED },
  },
  'all-well': {
    ...{ ...BASE, id: 'f00c1d2e3a4b5968', severity: 'none' },
    about: { kind: 'all-well', sweep: { ...SWEPT, low: 0, covered: 204, withShadowedDenies: 0 } },
    ...{ open: { none: 0, low: 0, medium: 0, high: 0 }, groups: [] },
  },
} as const satisfies Record<string, Digest>;
