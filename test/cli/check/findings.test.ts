import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { nameBlocks } from '../../../cli/check/findings/blocks.ts';
import { fingerprintOf } from '../../../cli/check/findings/fingerprint.ts';
import { wrap } from '../../../cli/check/reports/wrap.ts';
import { formatCidrBlock, parseCidrBlock, without } from '../../../functions/coverage/space/cidr-block.ts';
import { acl, createFolder, entry, REPLIES, run, SSH } from './program.ts';

const file = createFolder();

/** A description of what the headline of a network ACL says. */
const toHeadlines = async (name: string, networkAcl: object) => {
  const path = file(`${name}.json`, { NetworkAcls: [networkAcl] });
  const { stdout } = await run([path, '--all', '--format', 'sarif']);
  const [{ results }] = JSON.parse(stdout).runs;
  return results.map(({ message }: { message: { text: string } }) => message.text.split('\n')[0]);
};

describe('the headline of a finding', () => {
  const web = [entry(100, false, 80, 80), entry(110, false, 443, 443)];
  const everything = (egress: boolean) => entry(100, egress, 0, 65535, { Protocol: '-1' });
  it.each<[string, string, object]>([
    ['one service', 'All SSH (tcp/22) connections time out.', acl('acl-1', SSH)],
    [
      'a service that only alerts knew',
      'All IMAPS (tcp/993) connections time out.',
      acl('acl-1', entry(100, false, 993, 993)),
    ],
    ['two services', 'All HTTP (tcp/80) and HTTPS (tcp/443) connections time out.', acl('acl-1', ...web)],
    [
      'no subnet',
      'Once a subnet uses it, all SSH (tcp/22) connections will time out.',
      { ...acl('acl-1', SSH), Associations: [] },
    ],
    [
      'a rule for everything',
      'Inbound rule 100 allows everything, outbound does not.',
      acl('acl-1', everything(false)),
    ],
    [
      'a rule for everything from one block',
      'Inbound rule 100 allows everything from 10.0.0.0/8, outbound does not.',
      acl('acl-1', { ...everything(false), CidrBlock: '10.0.0.0/8' }),
    ],
    [
      'own connections',
      'All outgoing HTTPS (tcp/443) connections time out.',
      acl('acl-1', SSH, REPLIES, entry(110, true, 443, 443)),
    ],
    [
      'half of the own connections',
      '58% of the outgoing HTTPS (tcp/443) connections from Linux hosts time out, at random.',
      acl('acl-1', entry(110, true, 443, 443), entry(100, false, 49152, 65535)),
    ],
  ])('%s', async (name, expected, networkAcl) => {
    expect(await toHeadlines(name.replaceAll(' ', '-'), networkAcl)).toContainEqual(
      expect.stringContaining(expected),
    );
  });
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
