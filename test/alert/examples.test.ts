import { describe, expect, it } from 'vitest';
import { EXAMPLE_KINDS, EXAMPLES } from '../../cli/replay/examples/examples.ts';
import { parseAlertDocument } from '../../functions/alert/document/parse-document.ts';
import { renderMessage } from '../../functions/alert/message.ts';
import { renderSlack } from '../../functions/alert/slack/slack.ts';
import { findEmailFaults } from './email/email-faults.ts';
import { findFormFaults } from './forms/form-faults.ts';
import { MOCKUPS } from './mockups.ts';
import { expectHarmless, expectWithinLimits } from './slack/slack-message.ts';

describe.each(EXAMPLE_KINDS)('the message %s', kind => {
  const message = renderMessage(EXAMPLES[kind]);
  const { subject, texts } = message;

  it('says what its mock-up says, in the same order', () => {
    expect(subject).toBe(MOCKUPS[kind].subject);
    let position = 0;
    for (const fact of MOCKUPS[kind].facts) {
      expect(texts.email.slice(position)).toContain(fact);
      position = texts.email.indexOf(fact, position) + fact.length;
    }
  });

  it('reads well in every mail program', () => {
    expect(findEmailFaults(subject, texts.email)).toEqual([]);
    const most = EXAMPLES[kind].kind === 'digest' ? 40 : 46;
    expect(texts.email.trimEnd().split('\n').length).toBeLessThanOrEqual(most);
  });

  it('is harmless and within limits in every form', () => {
    expect(findFormFaults(message)).toEqual([]);
    const slack = renderSlack(parseAlertDocument(texts.lambda, 'message'), 'here');
    expectWithinLimits(slack);
    expectHarmless(slack);
  });
});
