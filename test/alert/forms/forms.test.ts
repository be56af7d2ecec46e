import { expect, test } from 'vitest';
import { renderMessage } from '../../../functions/alert/message.ts';
import { renderSlack } from '../../../functions/alert/slack/slack.ts';
import { expectHarmless, expectWithinLimits } from '../slack/slack-message.ts';
import { findFormFaults } from './form-faults.ts';
import { toHostileAlert } from './hostile-alert.ts';

// The same alerts each time; `npm run test:alerts` tries a hundred thousand.
const ALERTS = Number(process.env.ALERTS ?? 400);

test(`no form of ${ALERTS} hostile alerts throws, exceeds a limit or lets anything through`, () => {
  for (let seed = 1; seed <= ALERTS; seed++) {
    const message = renderMessage(toHostileAlert(seed));
    expect(findFormFaults(message), `seed ${seed}`).toEqual([]);
    const slack = renderSlack(JSON.parse(message.texts.lambda));
    expectWithinLimits(slack);
    expectHarmless(slack);
  }
});
