import { describe, expect, it } from 'vitest';
import { toRestraint } from '../../functions/review/restraint.ts';
import { type Mode, TAG } from '../../functions/review/words/mode.ts';
import { evaluate, ingress, networkAcl, OFFLINE } from '../fixtures/network-acls.ts';
import { ReviewWorld } from '../fixtures/review-context.ts';

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');

describe('a network ACL that Firewall Manager may manage', () => {
  const find = (mode: Mode, tags: Record<string, string>) =>
    toRestraint(
      {
        ...{ networkAcl: networkAcl(SSH, { tags }), surroundings: OFFLINE, coverage: evaluate(SSH) },
        ...{ created: [], unsure: [], finding: undefined },
      },
      new ReviewWorld({ mode }).settings,
    )?.kind;

  it.each<[Mode, Record<string, string>, string | undefined]>([
    ['remediate', { FMManaged: 'true' }, 'firewall-manager'],
    ['remediate', { FMManaged: 'True' }, 'firewall-manager'],
    ['remediate', { FMManaged: 'TRUE' }, 'firewall-manager'],
    ['remediate', { FMManaged: 'true', [TAG]: 'remediate' }, 'firewall-manager'],
    ['opt-in', { FMManaged: 'true', [TAG]: 'remediate' }, 'firewall-manager'],
    ['opt-in', { FMManaged: 'true' }, 'firewall-manager'],
    ['notify', { FMManaged: 'true' }, 'notify-mode'],
    ['remediate', { FMManaged: 'false' }, undefined],
    ['remediate', { FMManaged: '' }, undefined],
    ['remediate', { fmmanaged: 'true' }, undefined],
    ['remediate', {}, undefined],
  ])('in mode %s with tags %j: %s', (mode, tags, expected) => {
    expect(find(mode, tags)).toBe(expected);
  });
});
