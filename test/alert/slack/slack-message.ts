import { expect } from 'vitest';
import type { SlackBlock } from '../../../functions/alert/slack/blocks.ts';
import type { SlackMessage } from '../../../functions/alert/slack/slack.ts';

/** The texts of the blocks of a type, elements included. */
export function textsOf({ blocks }: SlackMessage, ...types: SlackBlock['type'][]): string[] {
  return blocks.filter(({ type }) => types.length === 0 || types.includes(type)).flatMap(textsOfBlock);
}

function textsOfBlock(block: SlackBlock): string[] {
  return 'text' in block ? [block.text.text] : block.elements.map(({ text }) => text);
}

/** Fails unless the message is one that Slack takes. */
export function expectWithinLimits(message: SlackMessage): void {
  const { blocks } = message;
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
        expect(block.text.text.length).toBeLessThanOrEqual(3_000);
        break;
      case 'context':
        expect(block.elements.length).toBeLessThanOrEqual(10);
    }
  }
}

/** A label in bold and code below it, which nothing in it ends; or a mention; or links to consoles. */
const CODE = /^\*[^*`\n]+\*\n```\n[^`]*\n```$/;
const MENTION = /^<!(here|channel|subteam\^S[A-Z\d]+)>$/;
const LINKS = /^<https:\/\/[!-;=?-{}~]+\|[\w ]+>( {3}<https:\/\/[!-;=?-{}~]+\|[\w ]+>)*$/;

/**
 * Fails unless nothing in the message can be a mention, a link, a style or half a character: entities are whole, and
 * in mrkdwn all but the labels is inside code that nothing in it ends.
 */
export function expectHarmless(message: SlackMessage): void {
  for (const block of message.blocks) {
    const isMrkdwn = 'text' in block && block.text.type === 'mrkdwn';
    const isOwn = isMrkdwn && (MENTION.test(block.text.text) || LINKS.test(block.text.text));
    if (isMrkdwn) expect(block.text).toMatchObject({ verbatim: true });
    if (isMrkdwn && !isOwn) expect(block.text.text).toMatch(CODE);
    if (!isOwn) for (const text of textsOfBlock(block)) expectPlain(text);
  }
  expectPlain(message.text);
}

function expectPlain(text: string): void {
  expect(text).not.toMatch(/[<>]|&(?!(amp|lt|gt);)/);
  expect(text).not.toMatch(/[^\P{Cc}\n]|[\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u);
}
