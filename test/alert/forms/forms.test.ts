import { expect, test } from 'vitest';
import { parseAlertDocument } from '../../../functions/alert/document/parse-document.ts';
import { renderMessage } from '../../../functions/alert/message.ts';
import { renderSlack } from '../../../functions/alert/slack/slack.ts';
import type { Publication } from '../../../functions/review/words/digest.ts';
import { expectHarmless, expectWithinLimits } from '../slack/slack-message.ts';
import { findFormFaults } from './form-faults.ts';
import { toFullAlert } from './full-alert.ts';
import { toHostileAlert } from './hostile-alert.ts';
import { toHostileDigest } from './hostile-digest.ts';

// The same messages each time; `npm run test:alerts` tries a hundred thousand.
const ALERTS = Number(process.env.ALERTS ?? 400);
/** One of so many is a digest: it has hundreds of network ACLs. */
const DIGEST_EACH = 20;

test(`no form of ${ALERTS} hostile alerts and digests throws, exceeds a limit or lets anything through`, () => {
  for (let seed = 1; seed <= ALERTS; seed++) {
    const hostile: Publication = seed % DIGEST_EACH === 0 ? toHostileDigest(seed) : toHostileAlert(seed);
    const message = renderMessage(hostile);
    expect(findFormFaults(message), `seed ${seed}`).toEqual([]);
    const slack = renderSlack(parseAlertDocument(message.texts.lambda, 'message'), 'here');
    expectWithinLimits(slack);
    expectHarmless(slack);
  }
});

test('a network ACL that fills every form stays below what SNS takes', () => {
  const { texts } = renderMessage(toFullAlert());
  expect(Buffer.byteLength(JSON.stringify(texts))).toBeLessThanOrEqual(262_144);
  expect(Buffer.byteLength(JSON.stringify(texts.lambda))).toBeLessThanOrEqual(90_000);
  expect(JSON.parse(texts.lambda).gapsOmitted).toBeGreaterThan(0);
});
