import type { NetworkAclEntry as Ec2Entry } from '@aws-sdk/client-ec2';
import { describe, expect, it } from 'vitest';
import { renderEntry } from '../../functions/alert/words/entry-text.ts';
import { parseNetworkAcl, toEc2Entry } from '../../functions/aws/network-acl-shape.ts';
import { ParseError } from '../../functions/parsing/definition.ts';
import { egress } from '../fixtures/network-acls.ts';

const SSH: Ec2Entry = {
  RuleNumber: 100,
  Protocol: '6',
  RuleAction: 'allow',
  Egress: false,
  CidrBlock: '0.0.0.0/0',
  PortRange: { From: 22, To: 22 },
};
const parse = (...entries: Ec2Entry[]) => parseNetworkAcl({ NetworkAclId: 'acl-1', Entries: entries });
/** Bad input is what types rule out. */
const changed = (change: object): Ec2Entry => ({ ...SSH, ...change });

/** A message as what an error of it is made from. */
function parts(message: string): [string, string, string] {
  const [, field = '', found = '', expected = ''] = /^(.+?) is (.+), expected (.+)$/.exec(message) ?? [];
  return [field, found, expected];
}

describe('parseNetworkAcl', () => {
  it('reads what EC2 describes', () => {
    const networkAcl = parseNetworkAcl({
      NetworkAclId: 'acl-1',
      VpcId: 'vpc-1',
      Associations: [{ SubnetId: 'subnet-1' }, {}],
      Tags: [{ Key: 'Name', Value: 'web' }],
      Entries: [SSH],
    });
    expect(networkAcl).toMatchObject({ vpcId: 'vpc-1', subnetIds: ['subnet-1'], tags: { Name: 'web' } });
    expect(networkAcl.entries.map(renderEntry)).toEqual(['100 allow tcp 22 0.0.0.0/0']);
  });

  it.each<[string, object, string]>([
    ['port 0', { PortRange: { From: 0, To: 0 } }, '100 allow tcp 0 0.0.0.0/0'],
    ['all protocols, whose port range does not count', { Protocol: '-1' }, '100 allow all 0.0.0.0/0'],
    ['tcp without a port range', { PortRange: undefined }, '100 allow tcp 0.0.0.0/0'],
    ['tcp with an empty port range', { PortRange: {} }, '100 allow tcp 0.0.0.0/0'],
    ['IPv6 beside an empty text', { CidrBlock: '', Ipv6CidrBlock: '::/0' }, '100 allow tcp 22 ::/0'],
    ['IPv6', { CidrBlock: undefined, Ipv6CidrBlock: '::/0' }, '100 allow tcp 22 ::/0'],
    ['an uncommon protocol', { Protocol: '50' }, '100 allow protocol 50 0.0.0.0/0'],
    ['ICMP', { Protocol: '1', PortRange: { From: -1, To: -1 } }, '100 allow icmp 0.0.0.0/0'],
  ])('takes %s', (_, change, text) => {
    expect(parse(changed(change)).entries.map(renderEntry)).toEqual([text]);
  });

  it('keeps the type and code of ICMP', () => {
    const [entry] = parse(changed({ Protocol: '1', IcmpTypeCode: { Type: 8, Code: -1 } })).entries;
    expect(entry?.icmp).toEqual({ type: 8, code: -1 });
  });

  it.each<[string, object, RegExp]>([
    ['no CIDR block', { CidrBlock: undefined }, /CidrBlock is missing, expected a CIDR block/],
    [
      'an IPv6 block as an IPv4 one',
      { CidrBlock: '::/0' },
      /CidrBlock is "::\/0", expected an IPv4 CIDR block/,
    ],
    ['two blocks', { Ipv6CidrBlock: '::/0' }, /Ipv6CidrBlock is "::\/0", expected no block beside CidrBlock/],
    ['no block at all', { CidrBlock: 'everywhere' }, /CidrBlock is "everywhere"/],
    ['reversed ports', { PortRange: { From: 22, To: 21 } }, /PortRange is \{"From":22,"To":21\}, expected/],
    ['half a port range', { PortRange: { From: 22 } }, /PortRange is/],
    ['a port too high', { PortRange: { From: 22, To: 65_536 } }, /PortRange is/],
    ['an unknown action', { RuleAction: 'ALLOW' }, /RuleAction is "ALLOW", expected allow or deny/],
    ['no direction', { Egress: undefined }, /Egress is missing, expected true or false/],
    ['a protocol by name', { Protocol: 'tcp' }, /Protocol is "tcp", expected/],
    ['a protocol too high', { Protocol: '256' }, /Protocol is "256"/],
    ['rule number 0', { RuleNumber: 0 }, /RuleNumber is 0, expected a whole number from 1 to 32768/],
  ])('refuses %s, naming network ACL and rule', (_, change, message) => {
    const attempt = () => parse(changed(change));
    expect(attempt).toThrow(ParseError);
    expect(attempt).toThrow(/^acl-1 ingress rule/);
    expect(attempt).toThrow(message);
  });

  it.each<[unknown, string]>([
    [undefined, 'acl-1: Entries[0].RuleNumber is missing, expected a whole number from 1 to 32768'],
    ['1\nacl-2', 'acl-1: Entries[0].RuleNumber is "1\\nacl-2", expected a whole number from 1 to 32768'],
    [
      { a: '\u202e' },
      'acl-1: Entries[0].RuleNumber is {"a":"\\u202e"}, expected a whole number from 1 to 32768',
    ],
  ])('names the place of an entry with the rule number %j', (RuleNumber, message) => {
    expect(() => parse(changed({ RuleNumber }))).toThrow(new ParseError(...parts(message)));
  });

  it.each<[string, unknown]>([
    ['a command', 'acl-1; rm -rf ~'],
    ['a substitution', 'acl-$(id)'],
    ['backticks', 'acl-`id`'],
    ['another line', 'acl-1\nacl-2'],
    ['a template', `acl-\${path.module}`],
    ['no prefix', '0123abcd'],
    ['a digit of another script', 'acl-\u0661'],
    ['65 characters', `acl-${'1'.repeat(65)}`],
    ['nothing', ''],
    ['a list', ['acl-1']],
  ])('refuses an id with %s', (_, id) => {
    const found = JSON.stringify(id);
    const refuses = (described: object, expected: string) =>
      expect(() => parseNetworkAcl({ NetworkAclId: 'acl-1', Entries: [], ...described })).toThrow(expected);
    refuses({ NetworkAclId: id as string }, `NetworkAclId is ${found}, expected an id such as acl-0123abcd`);
    if (id === '') return;
    refuses({ VpcId: id as string }, `acl-1: VpcId is ${found}, expected an id such as vpc-0123abcd`);
    refuses(
      { Associations: [{ SubnetId: id as string }] },
      `acl-1: Associations[0].SubnetId is ${found}, expected an id such as subnet-0123abcd`,
    );
  });

  it('refuses a rule number that is listed twice in a direction, but not once in each', () => {
    expect(() => parse(SSH, SSH)).toThrow('acl-1 ingress rule number is 100, expected each number once');
    expect(parse(SSH, changed({ Egress: true })).entries).toHaveLength(2);
  });

  it.each([
    [{}],
    [{ NetworkAclId: 'acl-1' }],
    [{ NetworkAclId: 'acl-1', Entries: {} as never }],
    [{ NetworkAclId: 'acl-1', Entries: [], Tags: 'x' as never }],
  ])('refuses %j', described => expect(() => parseNetworkAcl(described)).toThrow(ParseError));
});

describe('toEc2Entry', () => {
  it('writes what parseNetworkAcl reads', () => {
    const entries = egress(
      '100 allow tcp 1024-65535 0.0.0.0/0',
      '110 deny udp 0-1 2001:db8::/32',
      '120 allow all ::/0',
    );
    const described = entries.map(toEc2Entry) as Ec2Entry[];
    expect(parse(...described).entries).toEqual(entries);
    expect(described[0]).toEqual({
      RuleNumber: 100,
      Protocol: '6',
      RuleAction: 'allow',
      Egress: true,
      CidrBlock: '0.0.0.0/0',
      PortRange: { From: 1024, To: 65535 },
    });
  });
});
