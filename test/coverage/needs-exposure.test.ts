import { describe, expect, it } from 'vitest';
import { needsExposure } from '../../functions/coverage/needs-exposure.ts';
import { egress, ingress, networkAcl, SETTINGS } from '../fixtures/network-acls.ts';

describe('what interfaces accept', () => {
  const needed = (inbound: readonly string[], outbound: readonly string[], changed = {}) =>
    needsExposure(networkAcl([...ingress(...inbound), ...egress(...outbound)], changed), SETTINGS);

  it.each<[string, boolean, string[], string[]]>([
    ['nothing is listed', false, [], []],
    ['everything is open', false, ['100 allow all 0.0.0.0/0'], ['100 allow all 0.0.0.0/0']],
    ['a service is not answered', true, ['100 allow tcp 443 0.0.0.0/0'], []],
    ['a port is not answered', true, ['100 allow tcp 443 0.0.0.0/0'], ['100 allow tcp 1025-65535 0.0.0.0/0']],
    [
      'a receiver would not be answered',
      true,
      ['100 allow tcp 1024-65535 0.0.0.0/0'],
      ['100 allow tcp 443 0.0.0.0/0'],
    ],
    ['UDP would not be answered', true, ['100 allow all 0.0.0.0/0'], ['100 allow tcp 0.0.0.0/0']],
    ['look-ups would not be answered', true, ['100 allow udp 53 0.0.0.0/0'], ['100 allow udp 53 0.0.0.0/0']],
    [
      'a deny decides',
      true,
      ['100 allow tcp 443 0.0.0.0/0'],
      ['90 deny all 203.0.113.0/24', '100 allow tcp 0.0.0.0/0'],
    ],
    [
      'UDP expects no reply',
      false,
      ['100 allow udp 514 0.0.0.0/0', '110 allow udp 0 0.0.0.0/0', '120 allow tcp 0 0.0.0.0/0'],
      [],
    ],
    ['all is answered', false, ['100 allow tcp 443 0.0.0.0/0'], ['100 allow tcp 1024-65535 0.0.0.0/0']],
    ['answers from outside may be missing', true, [], ['100 allow tcp 443 0.0.0.0/0']],
    [
      'a tenth of the answers is missing',
      true,
      ['100 allow udp 514 0.0.0.0/0', '110 allow tcp 1 0.0.0.0/0', '120 allow tcp 7476-65535 0.0.0.0/0'],
      ['100 allow tcp 443 0.0.0.0/0', '110 allow tcp 1024-65535 0.0.0.0/0'],
    ],
    [
      'less than a tenth is missing',
      false,
      ['120 allow tcp 7475-65535 0.0.0.0/0'],
      ['100 allow tcp 443 0.0.0.0/0', '110 allow tcp 1024-65535 0.0.0.0/0'],
    ],
    [
      'only broad outbound rules may go unanswered',
      false,
      ['100 allow tcp 443 0.0.0.0/0'],
      ['100 allow all 0.0.0.0/0'],
    ],
  ])('could change the verdict, where %s: %s', (_, expected, inbound, outbound) => {
    expect(needed(inbound, outbound)).toBe(expected);
  });

  it('matters to no network ACL that no subnet uses', () => {
    expect(needed(['100 allow tcp 443 0.0.0.0/0'], [], { subnetIds: [], inUse: false })).toBe(false);
  });

  it('is asked of both families', () => {
    const answered = ['100 allow tcp 443 0.0.0.0/0', '110 allow tcp 443 ::/0'];
    expect(needed(answered, ['100 allow tcp 1024-65535 0.0.0.0/0'])).toBe(true);
    expect(needed(answered, ['100 allow tcp 1024-65535 0.0.0.0/0', '110 allow tcp 1024-65535 ::/0'])).toBe(
      false,
    );
  });
});
