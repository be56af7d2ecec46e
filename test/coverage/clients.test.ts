import { expect, it } from 'vitest';
import {
  CLIENT_PORTS,
  judgeClients,
  toDeniedShare,
  toRequiredPorts,
} from '../../functions/coverage/clients.ts';
import { parsePortRanges } from '../../functions/coverage/space/port-set.ts';

/** A hundred ports, so that each is one percent. */
const REQUIRED = toRequiredPorts(parsePortRanges('50000-50099'));

it.each([
  [[], 'allowed', 0],
  [['50000-50000'], 'partial', 0.01],
  [['50000-50097'], 'partial', 0.98],
  [['50000-50098'], 'blocked', 0.99],
  [['50000-50097', '50000-50049'], 'partial', 0.98],
])('a client to which %j are denied: %s', (denied, replies, deniedShare) => {
  const [linux] = judgeClients(denied.map(parsePortRanges), REQUIRED).filter(one => one.client === 'linux');
  expect(linux).toStrictEqual({ client: 'linux', ports: CLIENT_PORTS.linux, replies, deniedShare });
});

it('a client none of whose ports is required has no verdict, and nothing is denied to it', () => {
  const legacy = judgeClients([REQUIRED.ports], REQUIRED).at(-1);
  const ports = CLIENT_PORTS['windows-legacy'];
  expect(legacy).toStrictEqual({
    client: 'windows-legacy',
    ports,
    replies: undefined,
    deniedShare: undefined,
  });
  expect(toDeniedShare('windows-legacy', REQUIRED.ports, REQUIRED)).toBe(0);
});
