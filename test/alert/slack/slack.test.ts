import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ShownDocument } from '../../../functions/alert/document/document.ts';
import { parseAlertDocument } from '../../../functions/alert/document/parse-document.ts';
import { renderSlack } from '../../../functions/alert/slack/slack.ts';
import { cutLine, cutLines, writtenLength } from '../../../functions/alert/slack/text.ts';
import { LEGEND } from '../../../functions/alert/words/coverage-bar.ts';
import { GAP, RESOLVED, UNKNOWN } from '../../fixtures/alert-document.ts';
import { expectHarmless, expectWithinLimits, textsOf } from './slack-message.ts';

describe('renderSlack', () => {
  const message = renderSlack(GAP);

  it('says in notifications what it is about', () => {
    expect(message.text).toBe(
      '🔴 [high] public: all SSH connections time out. All SSH (tcp/22) connections time out.',
    );
  });

  it('has everything in blocks, in the order in which they are read', () => {
    expect(Object.keys(message)).toEqual(['text', 'blocks']);
    expect(textsOf(message)).toEqual([
      '🔴 [high] public: all SSH connections time out',
      GAP.lines.join('\n'),
      'Fix: add outbound rule 100: allow tcp 1024-65535 to 0.0.0.0/0.',
      `*With the AWS CLI*\n\`\`\`\n${GAP.fix.cli[0]}\n\`\`\``,
      `<${GAP.links.networkAcl}|Network ACL>   <${GAP.links.change}|Change in CloudTrail>`,
      [
        ...['*Replies by client port*', '```', ...GAP.bars, LEGEND, ''],
        ...['Linux 32768-60999    100% blocked', 'Windows 49152-65535  100% blocked', '```'],
      ].join('\n'),
      `*Since the last alert*\n\`\`\`\n${GAP.changes[0]}\n\`\`\``,
      'Evidence: inbound rule 100 names tcp/22.',
      'acl-0a1b2c3d4e5f60718, account 123456789012, us-east-1, mode notify. Alert a1b2c3d4e5f60718.',
    ]);
  });

  it('shows all of what an operator acts on, and may fold the rest', () => {
    const expanded = message.blocks.filter(block => 'expand' in block).map(block => JSON.stringify(block));
    expect(expanded).toHaveLength(3);
    expect(expanded.join()).toContain('aws ec2 create-network-acl-entry');
  });

  it.each<[string | undefined, Partial<ShownDocument>, string | undefined]>([
    ['here', {}, '<!here>'],
    ['channel', {}, '<!channel>'],
    ['S0123ABCD', {}, '<!subteam^S0123ABCD>'],
    ['here', { severity: 'medium' }, undefined],
    ['here', { kind: 'resolved' }, undefined],
    ['U0123ABCD> <!channel', {}, undefined],
    [undefined, {}, undefined],
  ])('with the mention %s of %j notifies %s', (mention, part, expected) => {
    const texts = textsOf(renderSlack({ ...GAP, ...part }, mention), 'section');
    expect(texts.find(text => text.startsWith('<!'))).toBe(expected);
  });

  it.each([
    ['resolved', RESOLVED],
    ['cannot-evaluate', UNKNOWN],
    ['gap', GAP],
  ])('makes a message that Slack takes of %s', (_, document) => {
    expectWithinLimits(renderSlack(document));
    expectHarmless(renderSlack(document));
  });

  it('leaves out what is empty', () => {
    const { details: _, ...rest } = UNKNOWN;
    expect(textsOf(renderSlack({ ...rest, changes: [] }))).toEqual([
      '🔴 [unknown] acl-0a1b2c3d4e5f60718: cannot be evaluated',
      'The guard does not know whether replies pass.',
      'Fix: look at its rules in the console.',
      `<${UNKNOWN.links.networkAcl}|Network ACL>`,
      'acl-0a1b2c3d4e5f60718, account 123456789012, us-east-1, mode notify. Alert a1b2c3d4e5f60718.',
    ]);
    expect(textsOf(renderSlack(RESOLVED)).join()).not.toContain('```');
  });

  it.each(['', ' ', '\u0000'])('has no block of a note that is %j', note => {
    const steps = [{ kind: 'terraform', intro: 'In Terraform:', lines: ['resource'], notes: [note] }];
    expectWithinLimits(renderSlack({ ...GAP, fix: { ...GAP.fix, steps } }));
  });

  it('shows an alert of version 1 that was delivered before an upgrade', () => {
    const old = parseAlertDocument(readFileSync('test/fixtures/alert-document-1.json', 'utf8'), 'message');
    const texts = textsOf(renderSlack(old));
    expect(texts.slice(1, 2)).toEqual([('summary' in old && old.summary) || '']);
    expect(texts.join()).toContain('*To fix it*');
    expectHarmless(renderSlack(old));
  });

  it.each<[Partial<ShownDocument>, string]>([
    [{ severity: 'high' }, '🔴'],
    [{ severity: 'medium' }, '🟠'],
    [{ severity: 'low' }, '🟡'],
    [{ severity: 'none' }, '🟢'],
    [{ severity: 'critical' }, '⚪'],
    [{ severity: 'constructor' }, '⚪'],
    [{ kind: 'resolved' }, '🟢'],
    [{ kind: 'remediated' }, '🟢'],
    [{ kind: 'remediation-failed' }, '🔴'],
  ])('of %j begins with %s', (part, circle) => {
    const [header = ''] = textsOf(renderSlack({ ...GAP, ...part }), 'header');
    expect(header.startsWith(`${circle} `)).toBe(true);
  });

  it.each([
    ['a script', 'javascript:alert(1)'],
    ['plain HTTP', 'http://console.aws.amazon.com/'],
    ['no link', 'not a link'],
    ['nothing', ''],
    ['a link that is too long', `https://a.example/${'x'.repeat(3_000)}`],
  ])('makes no link of %s', (_, link) => {
    const texts = textsOf(renderSlack({ ...GAP, links: { networkAcl: link, change: null } }));
    expect(texts.filter(text => text.startsWith('<'))).toEqual([]);
  });

  it('keeps colons that Slack would take for emoji', () => {
    const line = 'no outbound rule lets the replies out to 2001:db8:a:b::/64';
    expect(renderSlack({ ...GAP, lines: [line] }).blocks[1]).toMatchObject({
      text: { type: 'plain_text', text: line, emoji: false },
    });
  });

  it('says which lines it had to leave out, and keeps the commands that fix it', () => {
    const lines = (count: number, text: string) =>
      Array.from({ length: count }, (_, index) => `${index} ${text}`);
    const step = (kind: string, some: string[]) => ({ kind, intro: `${kind}:`, lines: some, notes: [] });
    const steps = [
      step('cli', lines(14, 'aws ec2 create'.repeat(14))),
      step('undo', lines(40, 'aws ec2 delete'.repeat(10))),
    ];
    const rendered = renderSlack({
      ...GAP,
      changes: lines(100, 'change'.repeat(20)),
      bars: lines(100, '!'.repeat(64)),
      fix: { ...GAP.fix, steps },
    });
    expectWithinLimits(rendered);
    const texts = textsOf(rendered, 'section');
    expect(texts.find(text => text.startsWith('*cli*'))).toContain(`13 ${'aws ec2 create'.repeat(14)}`);
    expect(texts.find(text => text.startsWith('*undo*'))).toMatch(
      /\n\.\.\. \d+ more lines: see the email\n```$/,
    );
    expect(texts.find(text => text.startsWith('*Since'))).toMatch(
      /^\*Since the last alert\*\n```\n(.+\n)*\.\.\. \d+ more lines: see the email\n```$/,
    );
  });
});

describe('a hostile document', () => {
  /** Texts that try to break out of where they are. */
  const hostile = fc.oneof(
    fc.constantFrom(
      '```',
      '`',
      '<!channel>',
      '<@U1>',
      '<https://evil.example|console>',
      '&lt;!here&gt;',
      '*bold* _it_ ~no~ :tada:',
      '\u0000\u001b[31m\r\n',
      '\u202egnirts\u2066',
      '\ud83d',
      '\udd12',
      '\u{1f512}',
      '"\\"',
      '',
    ),
    fc.string({ unit: 'binary', maxLength: 40 }),
  );
  const text = fc
    .tuple(fc.array(hostile, { maxLength: 8 }), fc.constantFrom(1, 1, 1, 30, 400))
    .map(([parts, times]) => parts.join('').repeat(times));
  const nullable = fc.option(text);
  const texts = fc.array(text, { maxLength: 12 });
  const port = fc.oneof(fc.integer({ min: 0, max: 65_535 }), fc.double());
  const link = fc.oneof(
    text,
    text.map(rest => `https://console.aws.amazon.com/?${rest}`),
    text.map(rest => `https://console.aws.amazon.com/#${rest}`),
  );
  const documents: fc.Arbitrary<ShownDocument> = fc.record({
    version: fc.constantFrom('1', '2'),
    id: text,
    kind: fc.oneof(fc.constantFrom('gap', 'reminder', 'remediated', 'conflict', 'resolved'), text),
    severity: fc.oneof(fc.constantFrom('none', 'low', 'medium', 'high', 'constructor'), text),
    status: fc.constantFrom('covered', 'gap', 'unknown'),
    mode: fc.constantFrom('notify', 'opt-in', 'remediate'),
    account: text,
    region: text,
    title: text,
    summary: text,
    since: text,
    networkAcl: fc.record({
      id: text,
      name: nullable,
      vpcId: nullable,
      vpcName: nullable,
      subnets: fc.array(fc.record({ id: text, name: nullable })),
      subnetsOmitted: fc.integer(),
    }),
    denied: texts,
    bars: texts,
    clients: fc.array(
      fc.record({
        client: fc.constantFrom('linux', 'windows'),
        name: text,
        fromPort: port,
        toPort: port,
        replies: fc.option(fc.oneof(fc.constantFrom('allowed', 'blocked'), text)),
      }),
    ),
    changes: texts,
    change: fc.option(
      fc.record({
        action: text,
        target: nullable,
        actor: nullable,
        sourceAddress: nullable,
        tool: nullable,
        userAgent: nullable,
        at: nullable,
        eventId: nullable,
      }),
    ),
    guard: fc.record({ did: texts, undo: texts }),
    headline: text,
    lines: texts,
    details: fc.array(fc.record({ label: text, text })),
    fix: fc.record({
      ...{ cli: texts, notes: texts, sentences: texts, next: texts },
      steps: fc.array(
        fc.record({
          ...{ intro: text, lines: texts, notes: texts },
          kind: fc.oneof(fc.constantFrom('cli', 'terraform', 'undo', 'all'), text),
        }),
        { maxLength: 6 },
      ),
    }),
    links: fc.record({ networkAcl: link, change: fc.option(link) }),
  });

  it('becomes a message that Slack takes and that does no harm', () => {
    fc.assert(
      fc.property(documents, document => {
        const message = renderSlack(document);
        expectWithinLimits(message);
        expectHarmless(message);
      }),
      { numRuns: 300 },
    );
  });

  it('of 256 kB in any one text becomes a message that Slack takes', () => {
    for (const unit of ['x', '&', '"', '\u{1f512}', '\ud83d', '`', '\n']) {
      const long = unit.repeat(262_144 / unit.length);
      const list = [long];
      const networkAcl = { ...GAP.networkAcl, id: long, name: long, subnets: [{ id: long, name: long }] };
      const message = renderSlack({
        ...GAP,
        id: long,
        title: long,
        summary: long,
        networkAcl,
        denied: list,
        bars: list,
        fix: { ...GAP.fix, cli: list },
      });
      expectWithinLimits(message);
      expectHarmless(message);
    }
  });
});

describe('cutLine', () => {
  it.each([
    ['short', 5, 'short'],
    ['longer', 5, 'lo...'],
    ['a&b', 7, 'a&amp;b'],
    ['a&b', 6, 'a...'],
    ['a\u{1f512}bcd', 5, 'a...'],
    ['a\u{1f512}bcde', 6, 'a\u{1f512}...'],
    ['say "yes"', 11, 'say "yes"'],
    ['say "yes"', 10, 'say "y...'],
    ['', 3, ''],
  ])('%j in %d is %j', (line, room, expected) => {
    expect(cutLine(line, room)).toBe(expected);
  });

  it('shows a mark exactly where it cut, and fits', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 3, max: 60 }), (line, room) => {
        const cut = cutLine(line, room);
        expect(writtenLength(cut)).toBeLessThanOrEqual(room);
        expect(cut).toMatch(/^([^&<>]|&(amp|lt|gt);)*$/);
        const whole = line.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
        if (cut !== whole) expect(whole.startsWith(cut.slice(0, -3)) && cut.endsWith('...')).toBe(true);
      }),
    );
  });
});

describe('cutLines', () => {
  it.each<[string[], number, string]>([
    [['a', 'b'], 100, 'a\nb'],
    [['  a', '    b  '], 100, '  a\n    b'],
    [['a'.repeat(40), 'b'.repeat(40)], 80, `${'a'.repeat(40)}\n... 1 more line: see the email`],
    [['a'.repeat(40), 'b'.repeat(40)], 60, '... 2 more lines: see the email'],
    [['<`'], 100, "&lt;'"],
  ])('%j in %d is %j', (lines, room, expected) => {
    expect(cutLines(lines, room)).toBe(expected);
  });
});
