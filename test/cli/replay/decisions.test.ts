import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { run } from './program.ts';

const EVENT = 'cli/replay/seed/change-event.json';
const SEED = JSON.parse(readFileSync('cli/replay/seed/network-acls.json', 'utf8')).NetworkAcls[0];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'replay-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

type Rule = readonly [ruleNumber: number, action: 'allow' | 'deny', protocol: 'all' | 'tcp', ports?: string];
const PROTOCOLS = { all: '-1', tcp: '6' } as const;

const toEntry = ([RuleNumber, RuleAction, protocol, ports]: Rule, Egress: boolean) => {
  const [From, To = From] = (ports ?? '').split('-').map(Number);
  const rule = { RuleNumber, RuleAction, Egress, Protocol: PROTOCOLS[protocol], CidrBlock: '0.0.0.0/0' };
  return ports === undefined ? rule : { ...rule, PortRange: { From, To } };
};

/** `npm start -- --mode remediate` on the example with other rules. */
function remediate({ inbound, outbound }: { inbound: readonly Rule[]; outbound: readonly Rule[] }) {
  const Entries = [
    ...inbound.map(rule => toEntry(rule, false)),
    ...outbound.map(rule => toEntry(rule, true)),
    ...[false, true].map(egress => toEntry([32_767, 'deny', 'all'], egress)),
  ];
  const file = join(folder, 'network-acls.json');
  writeFileSync(file, JSON.stringify({ NetworkAcls: [{ ...SEED, Entries }] }));
  return run('--mode', 'remediate', '--event', EVENT, '--network-acls', file);
}

const SSH: Rule = [100, 'allow', 'tcp', '22'];
const WEB: Rule = [100, 'allow', 'tcp', '443'];
const UNTOUCHED: Rule = [100, 'allow', 'all'];
const ON_PURPOSE = 'No change made: outbound rule 50 denies these replies on purpose.';

describe('npm start --mode remediate writes nothing, and says why,', () => {
  it.each<[string, readonly Rule[], readonly Rule[], string]>([
    ['where a deny of everything stops an attack', [SSH], [[50, 'deny', 'all'], UNTOUCHED], ON_PURPOSE],
    ['where such a deny cuts off an allow of other ports', [SSH], [[50, 'deny', 'all'], WEB], ON_PURPOSE],
    [
      'where inbound rules leave out 3389 of the ports for replies',
      [
        [100, 'allow', 'tcp', '1024-3388'],
        [110, 'allow', 'tcp', '3390-65535'],
      ],
      [WEB],
      'No change made: inbound rules 100 and 110 only let in replies to own requests.',
    ],
    [
      'where inbound is untouched and outbound is locked down',
      [UNTOUCHED],
      [WEB],
      'No change made: an inbound rule lets everything in, so no service is named.',
    ],
  ])('%s', async (_, inbound, outbound, reason) => {
    const { status, stdout, stderr } = await remediate({ inbound, outbound });
    expect([status, stderr]).toEqual([0, '']);
    expect(stdout).not.toMatch(/^added /m);
    expect(/^EC2 .+$/m.exec(stdout)?.[0]).not.toContain('Create');
    const [did] = /No change made: .+/.exec(stdout) ?? [];
    expect(did).toBe(reason);
  });
});
