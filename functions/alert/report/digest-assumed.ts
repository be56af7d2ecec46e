import type { Digest } from '../../review/words/digest.ts';
import type { SweepResult } from '../../review/words/sweep-result.ts';
import { renderCount } from './digest-count.ts';

/** What was assumed where all is well: a sentence each, none where it is about no network ACL. */
export function renderAssumed({ about }: Pick<Digest, 'about'>): string[] {
  if (about.kind !== 'all-well') return [];
  const { exposureKnown = 0, receivers = 0 } = about.sweep.assumed ?? {};
  return [
    ...(exposureKnown > 0
      ? [`Security groups and interfaces of ${renderCount(exposureKnown)} were read.`]
      : []),
    // The ports differ: some allow 1024-65535, others 32768-65535.
    ...(receivers > 0
      ? [
          `In ${renderCount(receivers)}, inbound rules for high ports only let in replies to the subnets' own calls.`,
        ]
      : []),
    ...renderUnused(about.sweep),
  ];
}

/** A sentence; none where subnets use all of them. */
export function renderUnused({ evaluated, unused }: SweepResult): string[] {
  if (unused === 0) return [];
  if (evaluated === 1) return ['The only network ACL is not used by any subnet.'];
  return [
    `${unused} of the ${renderCount(evaluated)} ${unused === 1 ? 'is' : 'are'} not used by any subnet.`,
  ];
}
