import { describe, expect, it } from 'vitest';
import { renderMessage } from '../../functions/alert/message.ts';
import type { SweepResult } from '../../functions/review/words/sweep-result.ts';
import { digest } from '../fixtures/digests.ts';

const SWEEP: SweepResult = {
  at: new Date('2026-11-20T06:00:00Z'),
  ...{ evaluated: 204, covered: 204, low: 0, muted: 0, unused: 0, failed: 0 },
  ...{ withShadowedDenies: 0, shadowedDenies: [] },
};
const rendered = (changed: Partial<SweepResult>, kind: 'all-well' | 'sweep' = 'all-well') =>
  renderMessage(digest([], { about: { kind, sweep: { ...SWEEP, ...changed } } })).texts;

const READ = 'Security groups and interfaces of 2 network ACLs were read.';
const CALLS =
  "In 61 network ACLs, inbound rules for high ports only let in replies to the subnets' own calls.";
const UNUSED = '8 of the 204 network ACLs are not used by any subnet.';

describe('the first message when all is well', () => {
  it.each<[string, Partial<SweepResult>, readonly string[]]>([
    ['all', { assumed: { exposureKnown: 2, receivers: 61 }, unused: 8 }, [READ, CALLS, UNUSED]],
    ['no line of 0', { assumed: { exposureKnown: 0, receivers: 61 } }, [CALLS]],
    ['what an earlier version counted', { unused: 8 }, [UNUSED]],
    [
      'one of each',
      { assumed: { exposureKnown: 1, receivers: 1 }, unused: 1 },
      [
        'Security groups and interfaces of 1 network ACL were read.',
        "In 1 network ACL, inbound rules for high ports only let in replies to the subnets' own calls.",
        '1 of the 204 network ACLs is not used by any subnet.',
      ],
    ],
    [
      'the only network ACL',
      { evaluated: 1, covered: 1, unused: 1 },
      ['The only network ACL is not used by any subnet.'],
    ],
  ])('lists what was assumed: %s', (_, changed, lines) => {
    const { email, lambda } = rendered(changed);
    expect(email).toContain(`\n\nAssumed:\n${lines.map(line => `  - ${line}\n`).join('')}\n`);
    const { facts } = JSON.parse(lambda);
    expect(facts).toEqual(lines.map(line => `Assumed: ${line.charAt(0).toLowerCase()}${line.slice(1)}`));
  });

  it.each<Partial<SweepResult>>([{}, { assumed: { exposureKnown: 0, receivers: 0 } }])(
    'has no heading without a line: %j',
    changed => expect(rendered(changed).email).not.toContain('Assumed'),
  );
});

it('another digest only says what no subnet uses', () => {
  const { email } = rendered({ assumed: { exposureKnown: 2, receivers: 61 }, unused: 8 }, 'sweep');
  expect(email).toContain(`\n${UNUSED}\n`);
  expect(email).not.toContain('Assumed');
  expect(email).not.toContain('high ports');
});
