import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameBlocks } from '../../../cli/check/findings/blocks.ts';
import { fingerprintOf } from '../../../cli/check/findings/fingerprint.ts';
import { type HeadlineFacts, renderHeadline, renderTitle } from '../../../cli/check/findings/headline.ts';
import { nameService } from '../../../cli/check/findings/service-names.ts';
import { wrap } from '../../../cli/check/reports/wrap.ts';
import { formatCidrBlock, parseCidrBlock, without } from '../../../functions/coverage/space/cidr-block.ts';
import { acl, createFolder, entry, run, SSH } from './program.ts';

const file = createFolder();
const ALL = { linux: 1, windows: 1, nat: 1 };
const facts = (changed: Partial<HeadlineFacts>): HeadlineFacts => ({
  ...{ transport: 'tcp', outgoing: false, services: ['tcp/22'], blocks: [], except: [] },
  ...{ onlyFamily: undefined, shares: ALL, tense: 'now', ...changed },
});

describe('the headline', () => {
  it.each<[string, Partial<HeadlineFacts>]>([
    ['All SSH (tcp/22) connections time out.', {}],
    ['All HTTP (tcp/80) and HTTPS (tcp/443) connections time out.', { services: ['tcp/80', 'tcp/443'] }],
    [
      'All connections to 4 services time out: HTTPS (tcp/443), SSH (tcp/22), tcp/8080 and 1 more.',
      { services: ['tcp/443', 'tcp/22', 'tcp/8080', 'tcp/8443'] },
    ],
    [
      'All SSH (tcp/22) connections from Windows and macOS clients time out. From Linux clients: 42%. From clients behind NAT: 25%.',
      { shares: { linux: 0.42, windows: 1, nat: 0.25 } },
    ],
    [
      '58% of the SSH (tcp/22) connections from Linux clients in 10.20.0.0/16 time out, at random.',
      { shares: { linux: 0.58, windows: 0, nat: undefined }, blocks: ['10.20.0.0/16'] },
    ],
    [
      'About half of the SSH (tcp/22) connections from clients behind NAT time out, at random.',
      { shares: { linux: 0, windows: 0, nat: 0.492 } },
    ],
    [
      '6% of the SSH (tcp/22) connections from clients behind NAT time out, at random.',
      { shares: { linux: 0, windows: 0, nat: 0.062 } },
    ],
    ['All SSH (tcp/22) connections time out.', { shares: { linux: 1, windows: 1, nat: 0.99998 } }],
    ['All SSH (tcp/22) connections over IPv6 time out.', { onlyFamily: 'ipv6' }],
    ['All SSH (tcp/22) connections from 203.0.113.10/32 time out.', { blocks: ['203.0.113.10/32'] }],
    ['All SSH (tcp/22) connections from outside 10.0.0.0/8 time out.', { except: ['10.0.0.0/8'] }],
    [
      'All SSH (tcp/22) connections from 10.0.0.0/8 except 10.1.0.0/16 time out.',
      { blocks: ['10.0.0.0/8'], except: ['10.1.0.0/16'] },
    ],
    [
      'All SSH (tcp/22) connections from 10.1.0.0/16, 10.2.0.0/16 and 2 more CIDR blocks time out.',
      { blocks: ['10.1.0.0/16', '10.2.0.0/16', '10.3.0.0/16', '10.4.0.0/16'] },
    ],
    ['All DNS (udp/53) requests get no reply.', { transport: 'udp', services: ['udp/53'] }],
    ['All outgoing HTTPS (tcp/443) connections time out.', { outgoing: true, services: ['tcp/443'] }],
    [
      'All outgoing SSH (tcp/22) connections to 10.0.0.0/8 time out.',
      { outgoing: true, blocks: ['10.0.0.0/8'] },
    ],
    ['All SSH (tcp/22) connections will time out.', { tense: 'planned' }],
    ['Once a subnet uses it, all SSH (tcp/22) connections will time out.', { tense: 'unused' }],
    ['All connections time out.', { services: [] }],
  ])('%s', (expected, changed) => {
    expect(renderHeadline(facts(changed))).toBe(expected);
  });

  it.each<[string, Partial<HeadlineFacts>]>([
    ['all SSH connections time out', {}],
    ['about half of the SSH connections time out', { shares: { linux: 0, windows: 0, nat: 0.5 } }],
    ['all connections to 3 services time out', { services: ['tcp/1', 'tcp/2', 'tcp/3'] }],
    [
      'all outgoing HTTPS connections will time out',
      { outgoing: true, services: ['tcp/443'], tense: 'planned' },
    ],
  ])('as a title: %s', (expected, changed) => {
    expect(renderTitle(facts(changed))).toBe(expected);
  });

  it('has shares that are never 0 % or 100 %', () => {
    const share = fc.double({ min: 0, max: 1, noNaN: true });
    fc.assert(
      fc.property(share, share, fc.option(share, { nil: undefined }), (linux, windows, nat) => {
        const text = renderHeadline(facts({ shares: { linux, windows, nat } }));
        expect(text).not.toMatch(/\b(0|99|100)%/);
        expect(text).toMatch(/^[A-Z0-9].*\.$/);
      }),
    );
  });
});

it.each([
  ['tcp/22', 'SSH (tcp/22)'],
  ['udp/443', 'HTTP/3 (udp/443)'],
  ['tcp/8443', 'tcp/8443'],
])('the service %s is %s', (match, expected) => {
  expect(nameService(match)).toBe(expected);
});

describe('the blocks of gaps', () => {
  const blocks = (texts: readonly string[]) => texts.map(parseCidrBlock);
  const names = (...[hit, admitted, own]: [readonly string[], readonly string[], readonly string[]]) => {
    const { blocks: named, except } = nameBlocks(blocks(hit), blocks(admitted), blocks(own));
    return { blocks: named.map(formatCidrBlock), except: except.map(formatCidrBlock) };
  };
  const around = (outer: string, inner: string) => {
    const { below, above } = without(parseCidrBlock(outer), parseCidrBlock(inner));
    return [...below, ...above].map(formatCidrBlock);
  };

  it.each<[string, readonly string[], readonly string[], readonly string[], object]>([
    ['everything', ['0.0.0.0/0'], ['0.0.0.0/0'], [], { blocks: [], except: [] }],
    [
      'around the own subnet',
      around('0.0.0.0/0', '10.0.7.0/24'),
      ['0.0.0.0/0'],
      ['10.0.7.0/24'],
      { blocks: [], except: [] },
    ],
    [
      'around another block',
      around('0.0.0.0/0', '10.0.0.0/8'),
      ['0.0.0.0/0'],
      [],
      { blocks: [], except: ['10.0.0.0/8'] },
    ],
    [
      'a part of the rule',
      around('10.0.0.0/8', '10.1.0.0/16'),
      ['10.0.0.0/8'],
      [],
      { blocks: ['10.0.0.0/8'], except: ['10.1.0.0/16'] },
    ],
    ['a small part', ['10.1.2.0/24'], ['10.0.0.0/8'], [], { blocks: ['10.1.2.0/24'], except: [] }],
    [
      'several rules',
      ['10.0.0.0/8', '192.0.2.0/24'],
      ['10.0.0.0/8', '192.0.2.0/24', '10.2.0.0/16'],
      [],
      { blocks: ['10.0.0.0/8', '192.0.2.0/24'], except: [] },
    ],
    ['both families', ['0.0.0.0/0', '::/0'], ['0.0.0.0/0', '::/0'], [], { blocks: [], except: [] }],
  ])('%s', (_, hit, admitted, own, expected) => {
    expect(names(hit, admitted, own)).toEqual(expected);
  });

  it('are at most three in a line, also where a subnet is cut out', async () => {
    const { stdout } = await run([
      file('cut.json', {
        NetworkAcls: [acl('acl-1', SSH, entry(90, true, 1024, 65535, { CidrBlock: '10.9.8.0/24' }))],
      }),
    ]);
    expect(stdout).toContain('All SSH (tcp/22) connections from outside 10.9.8.0/24 time out.');
  });
});

describe('the fingerprint', () => {
  const finding = { rule: 'replies-blocked', facts: 'egress tcp 0.0.0.0/0 1024-65535 default' } as const;
  const source = {
    file: 'a.json',
    address: undefined,
    line: 3,
    account: '123456789012',
    region: 'eu-west-1',
  };
  const networkAcl = { networkAclId: 'acl-1', vpcId: '', subnetIds: [], inUse: true, tags: {}, entries: [] };
  const base = fingerprintOf({ networkAcl, source }, finding);

  it('does not depend on the file and the line', () => {
    expect(fingerprintOf({ networkAcl, source: { ...source, file: 'b.json', line: 9 } }, finding)).toBe(base);
  });

  it.each([
    ['another region', { networkAcl, source: { ...source, region: 'eu-west-2' } }, finding],
    ['another account', { networkAcl, source: { ...source, account: '210987654321' } }, finding],
    ['another network ACL', { networkAcl: { ...networkAcl, networkAclId: 'acl-2' }, source }, finding],
    ['an address', { networkAcl, source: { ...source, address: 'aws_network_acl.web' } }, finding],
    ['another rule', { networkAcl, source }, { ...finding, rule: 'own-replies-blocked' as const }],
    ['another gap', { networkAcl, source }, { ...finding, facts: 'egress tcp 0.0.0.0/0 1024-5000 default' }],
  ])('depends on %s', (_, evaluated, other) => {
    expect(fingerprintOf(evaluated, other)).not.toBe(base);
  });
});

it('lines are wrapped between words, and no word is lost', () => {
  fc.assert(
    fc.property(
      fc.array(fc.stringMatching(/^[a-z]{1,30}$/), { minLength: 1 }),
      fc.integer({ min: 1, max: 60 }),
      (words, width) => {
        const lines = wrap(words.join(' '), width);
        expect(lines.join(' ')).toBe(words.join(' '));
        for (const line of lines) expect(line.length <= width || !line.includes(' ')).toBe(true);
      },
    ),
  );
});
