import { expect } from 'vitest';
import type { SlackBlock } from '../../../functions/alert/slack/blocks.ts';
import type { SlackMessage } from '../../../functions/alert/slack/slack.ts';

/** Every block, those of the attachments too. */
export function blocksOf({ blocks, attachments }: SlackMessage): SlackBlock[] {
  return [...blocks, ...attachments.flatMap(attachment => attachment.blocks)];
}

/** The texts of the blocks of a type, fields and elements included. */
export function textsOf(message: SlackMessage, ...types: SlackBlock['type'][]): string[] {
  return blocksOf(message)
    .filter(({ type }) => types.length === 0 || types.includes(type))
    .flatMap(textsOfBlock);
}

function textsOfBlock(block: SlackBlock): string[] {
  if ('fields' in block) return block.fields.map(({ text }) => text);
  if ('text' in block) return [block.text.text];
  return block.elements.map(element => (element.type === 'button' ? element.text.text : element.text));
}

/** Fails unless the message is one that Slack takes. */
export function expectWithinLimits(message: SlackMessage): void {
  const blocks = blocksOf(message);
  expect(JSON.stringify(message).length).toBeLessThanOrEqual(13_000);
  expect(blocks.length).toBeLessThanOrEqual(50);
  expect(message.text).not.toBe('');
  for (const block of blocks) {
    for (const text of textsOfBlock(block)) expect(text).not.toBe('');
    switch (block.type) {
      case 'header':
        expect(block.text.type).toBe('plain_text');
        expect(block.text.text.length).toBeLessThanOrEqual(150);
        break;
      case 'section':
        if ('text' in block) expect(block.text.text.length).toBeLessThanOrEqual(3_000);
        else {
          expect(block.fields.length).toBeLessThanOrEqual(10);
          for (const { text } of block.fields) expect(text.length).toBeLessThanOrEqual(2_000);
        }
        break;
      case 'actions':
        expect(block.elements.length).toBeLessThanOrEqual(25);
        for (const { text, url } of block.elements) {
          expect(text.text.length).toBeLessThanOrEqual(75);
          expect(url.length).toBeLessThanOrEqual(3_000);
          expect(url).toMatch(/^https:\/\/[!-~]+$/);
        }
        break;
      case 'context':
        expect(block.elements.length).toBeLessThanOrEqual(10);
    }
  }
}

/**
 * Fails unless nothing in the message can be a mention, a link, a style or half a character: entities are whole, and
 * in mrkdwn all but the labels is inside code that nothing in it ends.
 */
export function expectHarmless(message: SlackMessage): void {
  for (const text of [message.text, ...textsOf(message)]) {
    expect(text).not.toMatch(/[<>]|&(?!(amp|lt|gt);)/);
    expect(text).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
  }
  const mrkdwn = blocksOf(message).flatMap(block => {
    if ('fields' in block) return block.fields;
    return 'text' in block && block.text.type === 'mrkdwn' ? [block.text] : [];
  });
  for (const { text, verbatim } of mrkdwn) {
    expect(verbatim).toBe(true);
    expect(text).toMatch(/^\*[\w ]+\*\n(```\n[^`]*\n```|`[^`\n]+`( `[^`\n]+`)*)$/);
  }
}
