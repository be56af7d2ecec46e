import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ShownDocument } from '../../../functions/alert/document/document.ts';
import { renderSlack } from '../../../functions/alert/slack/slack.ts';
import { cutLine, cutLines, writtenLength } from '../../../functions/alert/slack/text.ts';
import { GAP, RESOLVED, UNKNOWN } from '../../fixtures/alert-document.ts';
import { blocksOf, expectHarmless, expectWithinLimits, textsOf } from './slack-message.ts';

describe('renderSlack', () => {
  const message = renderSlack(GAP);

  it('says in notifications what it is about', () => {
    expect(message.text).toBe(`${GAP.title}: ${GAP.summary}`);
  });

  it('puts title and summary above a bar of colour with the details', () => {
    expect(message.blocks).toEqual([
      { type: 'header', text: { type: 'plain_text', text: GAP.title, emoji: false } },
      { type: 'section', text: { type: 'plain_text', text: GAP.summary, emoji: false } },
    ]);
    expect(message.attachments).toMatchObject([{ color: '#c5221f' }]);
  });

  it('has the facts as fields', () => {
    const [details] = message.attachments[0]?.blocks ?? [];
    expect(details).toMatchObject({
      fields: [
        { text: '*Network ACL*\n`acl-0a1b2c3d4e5f60718` `public`' },
        { text: '*VPC*\n`vpc-0123456789abcdef0` `prod`' },
        { text: '*Subnets*\n`subnet-0aaa (public-a), subnet-0bbb`' },
        { text: '*Severity*\n`high`' },
        { text: '*First seen*\n`2026-11-20 10:00:00 UTC`' },
        { text: '*Latest change*\n`CreateNetworkAclEntry inbound rule 100`' },
        { text: '*By*\n`arn:aws:iam::123456789012:user/ada`' },
        { text: '*With*\n`AWS console`' },
        { text: '*From*\n`198.51.100.7`' },
        { text: '*At*\n`2026-11-20 09:58:30 UTC`' },
      ],
    });
  });

  it('has the lists as code, in the order in which they are read', () => {
    const lists = textsOf({ ...message, blocks: [] }, 'section').filter(text => text.includes('```'));
    expect(lists).toEqual([
      `*Denied*\n\`\`\`\n${GAP.denied.join('\n')}\n\`\`\``,
      [
        '*Clients*',
        '```',
        ...GAP.bars,
        '',
        'Linux    32768-60999  blocked',
        'Windows  49152-65535  blocked',
        '```',
      ].join('\n'),
      `*Changed since the last alert*\n\`\`\`\n${GAP.changes[0]}\n\`\`\``,
      `*What the guard did*\n\`\`\`\n${GAP.guard.did[0]}\n\`\`\``,
      `*To fix it*\n\`\`\`\n${GAP.fix.cli[0]}\n\`\`\``,
      `*Notes*\n\`\`\`\n${GAP.fix.notes[0]}\n\`\`\``,
      `*To undo what the guard did*\n\`\`\`\n${GAP.guard.undo[0]}\n\`\`\``,
    ]);
  });

  it('ends with links to the console and with where the alert comes from', () => {
    expect(message.attachments[0]?.blocks.slice(-2)).toEqual([
      {
        type: 'actions',
        elements: [
          expect.objectContaining({ type: 'button', url: GAP.links.networkAcl }),
          expect.objectContaining({ type: 'button', url: GAP.links.change }),
        ],
      },
      {
        type: 'context',
        elements: [
          {
            type: 'plain_text',
            text: 'account 123456789012, region us-east-1, mode notify, alert a1b2c3d4e5f60718',
            emoji: false,
          },
        ],
      },
    ]);
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
    expect(textsOf(renderSlack(UNKNOWN))).toEqual([
      UNKNOWN.title,
      UNKNOWN.summary,
      '*Network ACL*\n`acl-0a1b2c3d4e5f60718`',
      '*Severity*\n`high`',
      '*First seen*\n`2026-11-20 10:00:00 UTC`',
      '*Notes*\n```\nLook at its rules in the console.\n```',
      'Network ACL in the console',
      'account 123456789012, region us-east-1, mode notify, alert a1b2c3d4e5f60718',
    ]);
    expect(textsOf(renderSlack(RESOLVED)).join()).not.toContain('```');
  });

  it.each<[Partial<ShownDocument>, string, string | undefined]>([
    [{ severity: 'high' }, '#c5221f', 'high'],
    [{ severity: 'medium' }, '#e8710a', 'medium'],
    [{ severity: 'low' }, '#f9ab00', 'low'],
    [{ severity: 'none' }, '#5f6368', undefined],
    [{ severity: 'critical' }, '#5f6368', 'critical'],
    [{ kind: 'digest' }, '#c5221f', 'high'],
    [{ kind: 'resolved' }, '#188038', 'was high'],
    [{ kind: 'remediated' }, '#188038', 'was high'],
    [{ kind: 'remediation-failed' }, '#c5221f', 'high'],
  ])('of %j has the colour %s and the severity %s', (part, color, severity) => {
    const rendered = renderSlack({ ...GAP, ...part });
    expect(rendered.attachments[0]?.color).toBe(color);
    const field = textsOf(rendered).find(text => text.startsWith('*Severity*'));
    expect(field).toBe(severity && `*Severity*\n\`${severity}\``);
  });

  it.each([
    ['a script', 'javascript:alert(1)'],
    ['plain HTTP', 'http://console.aws.amazon.com/'],
    ['no link', 'not a link'],
    ['nothing', ''],
    ['a link that is too long', `https://a.example/${'x'.repeat(3_000)}`],
  ])('makes no button of %s', (_, link) => {
    const rendered = renderSlack({ ...GAP, links: { networkAcl: link, change: null } });
    expect(blocksOf(rendered).map(({ type }) => type)).not.toContain('actions');
  });

  it('names subnets that the document left out', () => {
    const networkAcl = { ...GAP.networkAcl, subnetsOmitted: 7 };
    expect(textsOf(renderSlack({ ...GAP, networkAcl }))).toContain(
      '*Subnets*\n`subnet-0aaa (public-a), subnet-0bbb, 7 more`',
    );
  });

  it('keeps colons that Slack would take for emoji', () => {
    const summary = 'no outbound rule lets the replies out to 2001:db8:a:b::/64';
    expect(blocksOf(renderSlack({ ...GAP, summary }))[1]).toMatchObject({
      text: { type: 'plain_text', text: summary, emoji: false },
    });
  });

  it('says which lines it had to leave out, and keeps the commands that fix it', () => {
    const lines = (count: number, text: string) =>
      Array.from({ length: count }, (_, index) => `${index} ${text}`);
    const document = {
      ...GAP,
      denied: lines(200, 'denied'.repeat(20)),
      changes: lines(100, 'change'.repeat(20)),
      bars: lines(100, '!'.repeat(64)),
      guard: { did: lines(60, 'did'.repeat(30)), undo: lines(40, 'aws ec2 delete'.repeat(10)) },
      fix: { ...GAP.fix, cli: lines(14, 'aws ec2 create'.repeat(14)) },
    };
    const rendered = renderSlack(document);
    expectWithinLimits(rendered);
    const texts = textsOf(rendered, 'section');
    expect(texts.find(text => text.startsWith('*To fix it*'))).toContain(`13 ${'aws ec2 create'.repeat(14)}`);
    expect(texts.find(text => text.startsWith('*Denied*'))).toMatch(
      /\n\.\.\. \d+ more lines: see the email\n```$/,
    );
    expect(texts.find(text => text.startsWith('*Changed'))).toMatch(
      /^\*Changed since the last alert\*\n```\n\.\.\. 100 more lines: see the email\n```$/,
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
    fix: fc.record({ cli: texts, notes: texts }),
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
