import { beforeEach, describe, expect, it } from 'vitest';
import { egress, ingress, networkAcl } from '../fixtures/network-acls.ts';
import { HOUR } from '../fixtures/review-context.ts';
import { DAY, MINUTE, OperatedRegion } from './operated-region.ts';

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const REPLIES = egress('100 allow tcp 1024-65535 0.0.0.0/0');
const EMAIL = { protocol: 'email', endpoint: 'operators@example.com' } as const;
const SLACK = { protocol: 'sqs', endpoint: 'arn:aws:sqs:slack', state: 'confirmed' } as const;
const IDS = ['acl-a', 'acl-b'];
let region: OperatedRegion;

const findings = () => IDS.map(id => region.world.findings.get(id));
const notHeard = () => region.world.logged.filter(({ outcome }) => outcome === 'not-heard');
const about = () =>
  region.since(0).map(message => (message.kind === 'digest' ? message.about.kind : message.kind));

beforeEach(() => {
  region = new OperatedRegion();
  for (const networkAclId of IDS) region.world.put(networkAcl(SSH, { networkAclId }));
  region.world.put(networkAcl([...SSH, ...REPLIES], { networkAclId: 'acl-covered' }));
});

describe('while no subscription is confirmed', () => {
  beforeEach(() => region.subscriptions.put({ ...EMAIL, state: 'pending' }));

  it('findings stay unreported; the digest arrives within an hour of the confirmation', async () => {
    region.send({ firstSweep: {} });
    await region.runTo(10 * HOUR + 20 * MINUTE);
    expect(about()).toEqual([]);
    for (const finding of findings()) {
      expect(finding?.pending).toHaveLength(1);
      expect(finding?.alerted).toBeUndefined();
    }
    region.subscriptions.put({ ...EMAIL, state: 'confirmed' });
    const confirmedAt = region.now;
    await region.runTo(DAY);
    expect(about()).toEqual(['first-sweep']);
    expect(region.messages[0]?.at).toBeLessThanOrEqual(confirmedAt + HOUR);
    expect(region.since(0)[0]).toMatchObject({ open: { high: 2 }, about: { sweep: { evaluated: 3 } } });
    for (const finding of findings())
      expect(finding).toMatchObject({ alerted: { kind: 'gap' }, pending: [] });
  });

  it('the log says so each hour, with how many findings wait', async () => {
    region.send({ firstSweep: {} });
    await region.runTo(3 * HOUR);
    expect(notHeard()).toMatchObject(
      Array(4).fill({ level: 'WARN', message: 'no subscription is confirmed', notHeard: 2 }),
    );
  });

  it('what is fixed meanwhile is not reported', async () => {
    region.send({ firstSweep: {} });
    await region.runTo(HOUR);
    region.world.add('acl-a', ...REPLIES);
    region.change('acl-a');
    await region.runTo(2 * HOUR);
    region.subscriptions.put({ ...EMAIL, state: 'confirmed' });
    await region.runTo(3 * HOUR);
    expect(region.since(0)).toMatchObject([{ groups: [{ members: [{ networkAclId: 'acl-b' }] }] }]);
  });
});

describe('where one subscription is confirmed and another one is pending', () => {
  beforeEach(() => {
    region.subscriptions.put(SLACK);
    region.subscriptions.put({ ...EMAIL, state: 'pending' });
  });

  it('findings count as reported; when that is confirmed, everything open is sent once', async () => {
    region.send({ firstSweep: {} });
    await region.runTo(5 * HOUR + MINUTE);
    expect(about()).toEqual(['first-sweep']);
    expect(notHeard()).toEqual([]);
    region.subscriptions.put({ ...EMAIL, state: 'confirmed' });
    await region.runTo(6 * HOUR + MINUTE);
    expect(about()).toEqual(['first-sweep', 'open']);
    expect(region.since(HOUR)).toMatchObject([{ open: { high: 2 } }]);
    await region.runTo(DAY);
    expect(about()).toHaveLength(2);
  });

  it('where subscriptions come and go each hour, the digest of all that is open comes every six hours at most', async () => {
    region.send({ firstSweep: {} });
    for (let hour = 1; hour < 24; hour += 1)
      region.at(hour * HOUR, () => {
        for (let each = 1; each <= hour; each += 1)
          region.subscriptions.put({
            ...EMAIL,
            endpoint: `${each}@example.com`,
            state: each === hour ? 'confirmed' : 'cancelled',
          });
      });
    await region.runTo(DAY);
    const open = region.messages.filter(
      ({ publication }) => publication.kind === 'digest' && publication.about.kind === 'open',
    );
    expect(open.length).toBeGreaterThan(1);
    expect(open.length).toBeLessThanOrEqual(4);
    for (const [index, { at }] of open.slice(1).entries())
      expect(at - (open[index]?.at ?? 0)).toBeGreaterThanOrEqual(6 * HOUR);
  });

  it('a subscriber that is confirmed soon after another one gets the digest, too', async () => {
    region.send({ firstSweep: {} });
    await region.runTo(2 * HOUR);
    region.subscriptions.put({ ...EMAIL, state: 'confirmed' });
    await region.runTo(4 * HOUR);
    region.subscriptions.put({ ...EMAIL, endpoint: 'team@example.com', state: 'confirmed' });
    const confirmedAt = region.now;
    await region.runTo(2 * DAY);
    expect(about()).toEqual(['first-sweep', 'open', 'open']);
    expect(region.messages[2]?.at).toBeGreaterThan(confirmedAt);
    expect(region.messages[2]?.at).toBeLessThanOrEqual(confirmedAt + 6 * HOUR);
  });

  it('where no one was left, the next one gets the digest within an hour', async () => {
    region.send({ firstSweep: {} });
    await region.runTo(2 * HOUR);
    region.subscriptions.put({ ...EMAIL, state: 'confirmed' });
    await region.runTo(4 * HOUR);
    for (const one of [SLACK, EMAIL]) region.subscriptions.put({ ...one, state: 'cancelled' });
    await region.runTo(5.5 * HOUR);
    region.subscriptions.put({ ...EMAIL, endpoint: 'team@example.com', state: 'confirmed' });
    await region.runTo(6.5 * HOUR);
    expect(about()).toEqual(['first-sweep', 'open', 'open']);
  });

  it('a subscription that is deleted makes no message', async () => {
    region.send({ firstSweep: {} });
    await region.runTo(2 * HOUR);
    region.subscriptions.put({ ...EMAIL, state: 'cancelled' });
    await region.runTo(DAY);
    expect(about()).toEqual(['first-sweep']);
  });
});

describe('the first message after a deployment', () => {
  it('is sent also where all is well', async () => {
    for (const id of IDS) region.world.add(id, ...REPLIES);
    region.send({ firstSweep: {} });
    await region.runTo(2 * HOUR);
    expect(region.since(0)).toMatchObject([
      { kind: 'digest', severity: 'none', about: { kind: 'all-well', sweep: { evaluated: 3, covered: 3 } } },
    ]);
  });

  it('is sent after each deployment, and names what was reported before', async () => {
    region.send({ firstSweep: {} });
    region.send({ firstSweep: {} }, DAY);
    await region.runTo(2 * DAY);
    expect(about()).toEqual(['first-sweep', 'first-sweep']);
    expect(region.since(DAY)).toMatchObject([{ open: { high: 2 } }]);
  });

  it('says when the guard begins to write, where it may', async () => {
    region = new OperatedRegion({ mode: 'remediate' });
    region.world.put(networkAcl(SSH, { networkAclId: 'acl-a' }));
    region.send({ firstSweep: {} });
    await region.runTo(HOUR);
    expect(region.since(0)).toMatchObject([{ about: { writesFrom: expect.any(Date) } }]);
    expect(region.world.created).toEqual([]);
  });
});

it('messages are published where the role may not ask who gets them: to be silent would be worse', async () => {
  region.world.subscribers.list = async () => 'not-allowed';
  region.send({});
  await region.runTo(HOUR);
  expect(about()).toEqual(['gap', 'gap']);
  expect(region.world.logged).toContainEqual({
    level: 'WARN',
    message: 'the role may not list the subscriptions: all messages are published',
  });
});

it('where SNS fails, what it said last counts', async () => {
  region.subscriptions.put({ ...EMAIL, state: 'pending' });
  region.send({});
  await region.runTo(HOUR);
  region.world.subscribers.list = async () => {
    throw new Error('InternalError');
  };
  await region.runTo(2 * HOUR);
  expect([about(), notHeard().length]).toEqual([[], 3]);
});
