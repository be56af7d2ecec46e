import { describe, expect, it } from 'vitest';
import { toAlertFacts } from '../../functions/review/alert-facts.ts';
import { pageAt } from '../docs/pages.ts';
import { CHANGE, gapAlert, named, resolvedAlert, unreadableAlert } from '../fixtures/alerts.ts';
import { egress, ingress } from '../fixtures/network-acls.ts';

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');
const WHO = { actor: CHANGE.actor, eventId: CHANGE.eventId };
const FULL = toAlertFacts(gapAlert(SSH, { ...named(SSH), change: CHANGE }));

describe('the log says of an alert', () => {
  it('which network ACL, how bad it is, for whom, why it counts and who changed it', () => {
    expect(FULL).toEqual({
      ...{ networkAclName: 'bastion', ingressSeverity: 'none', client: 'linux', deniedShare: 1 },
      ...{ evidence: 'named', services: ['tcp/22'], ...WHO },
    });
  });

  it.each([
    ['Windows', '100 allow tcp 32768-49151 0.0.0.0/0', 'windows', 1],
    ['NAT alone', '100 allow tcp 32768-65535 0.0.0.0/0', 'nat', expect.closeTo(0.49)],
  ])('the clients that are hit worst: %s', (_, rule, client, deniedShare) => {
    expect(toAlertFacts(gapAlert([...SSH, ...egress(rule)]))).toMatchObject({ client, deniedShare });
  });

  it('no client where none is known: the network ACL cannot be evaluated, or who was hit is not on record', () => {
    expect(toAlertFacts({ ...unreadableAlert(), change: CHANGE })).toEqual(WHO);
    expect(toAlertFacts(resolvedAlert(SSH, { impacts: [] }))).toEqual({ ingressSeverity: 'none' });
  });

  it('what docs/operations.md lists', () => {
    const [, section = ''] = pageAt('docs/operations.md').text.split('\n## The log\n');
    const listed = [...section.matchAll(/^\| (.+?) \|/gm)].flatMap(([, cell = '']) =>
      [...cell.matchAll(/`(\w+)`/g)].map(([, field]) => field),
    );
    expect(listed).toEqual(expect.arrayContaining(Object.keys(FULL)));
  });
});
