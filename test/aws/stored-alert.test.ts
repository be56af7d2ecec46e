import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { parseStoredAlert, toStoredAlert } from '../../functions/aws/stored-alert.ts';
import { GONE } from '../../functions/review/interfaces.ts';
import { review } from '../../functions/review/review.ts';
import type { Alert } from '../../functions/review/words/alert.ts';
import { toHostileAlert } from '../alert/forms/hostile-alert.ts';
import { gapAlert, resolvedAlert, unreadableAlert } from '../fixtures/alerts.ts';
import { ingress, networkAcl } from '../fixtures/network-acls.ts';
import { NOW, ReviewWorld } from '../fixtures/review-context.ts';

const store = (json: string) => gzipSync(json).toString('base64');
const again = (alert: Alert) => parseStoredAlert(toStoredAlert(alert));

describe('a stored alert', () => {
  it('is the same when it is read, with the dates, large numbers and maps of a real one', async () => {
    const world = new ReviewWorld({ mode: 'remediate' });
    world.put(networkAcl(ingress('100 allow tcp 22 2001:db8::/32'), { tags: { Name: 'web' } }));
    world.named.set('vpc-0f1e2d3c', 'main');
    const change = { networkAclId: 'acl-0a1b2c3d', action: 'CreateNetworkAclEntry', at: NOW } as const;
    const read = world.stored.get('acl-0a1b2c3d') ?? GONE;
    await review('acl-0a1b2c3d', read, change, world.reviewing);
    const alert = world.findings.get('acl-0a1b2c3d')?.pending[0]?.alert;
    if (alert?.kind !== 'remediated') throw new Error(`the alert is ${alert?.kind}`);
    const read2 = again(alert);
    expect(read2).toEqual(alert);
    if (read2?.kind !== 'remediated') throw new Error('not the same kind');
    expect(read2.since).toBeInstanceOf(Date);
    expect(read2.names).toEqual(new Map([['vpc-0f1e2d3c', 'main']]));
    expect(JSON.stringify(read2, (_, value) => (typeof value === 'bigint' ? `${value} n` : value))).toContain(
      ' n"',
    );
  });

  it.each<[string, Alert]>([
    ['a gap', gapAlert(ingress('100 allow tcp 22 0.0.0.0/0'))],
    ['the end of one', resolvedAlert(ingress('100 allow tcp 22 0.0.0.0/0'))],
    ['a network ACL that cannot be evaluated', unreadableAlert()],
  ])('about %s is the same when it is read', (_, alert) => expect(again(alert)).toEqual(alert));

  it('is the same when it is read, whatever others wrote into it', () => {
    for (let seed = 0; seed < 500; seed += 1) {
      const alert = toHostileAlert(seed);
      expect(again(alert), `seed ${seed}`).toEqual(alert);
    }
  });

  it('leaves room for others in an item of 400 kB, however many gaps it has', () => {
    for (let seed = 0; seed < 500; seed += 1)
      expect(toStoredAlert(toHostileAlert(seed)).length).toBeLessThan(60_000);
  });
});

describe('a tag that imitates how a date is stored', () => {
  it.each([
    { '\u0000': 'date', value: '2026-11-20T10:00:00Z' },
    { '\u0000': 'bigint', value: 'not a number' },
    { '\u0000': 'map', value: '[]' },
    { '\u0000': 'object', value: '[]' },
    { '\u0000': 'unknown' },
    { value: '{"\u0000":"date","value":"2026-11-20T10:00:00Z"}' },
    JSON.parse('{"__proto__":"date","constructor":"x"}'),
  ])('is the same tag when it is read: %j', tags => {
    const alert = gapAlert(ingress('100 allow tcp 22 0.0.0.0/0'), { networkAcl: networkAcl([], { tags }) });
    const read = again(alert);
    expect(read).toEqual(alert);
    expect(read && 'networkAcl' in read && Object.entries(read.networkAcl.tags)).toEqual(
      Object.entries(tags),
    );
  });
});

it.each([
  ['another format', store('{"format":2,"alert":{"kind":"gap"}}')],
  ['no format', store('{"alert":{"kind":"gap"}}')],
  ['nothing', ''],
  ['null', store('null')],
  ['text that is not compressed', '{"format":1,"alert":{"kind":"gap"}}'],
  ['half of it', toStoredAlert(unreadableAlert()).slice(0, 100)],
  ['a number that is none', store('{"format":1,"alert":{"a":{"\\u0000":"bigint","value":"seven"}}}')],
  ['a map that is none', store('{"format":1,"alert":{"a":{"\\u0000":"map","value":7}}}')],
])('%s is not understood, and is no error', (_, text) => expect(parseStoredAlert(text)).toBeUndefined());
