import { expect, it } from 'vitest';
import { toRestraint } from '../../functions/review/restraint.ts';
import { type Mode, TAG } from '../../functions/review/words/mode.ts';
import { evaluate, ingress, networkAcl, OFFLINE } from '../fixtures/network-acls.ts';
import { ReviewWorld } from '../fixtures/review-context.ts';

const SSH = ingress('100 allow tcp 22 0.0.0.0/0');

it.each<[Mode, Record<string, string>, string | undefined]>([
  ['remediate', {}, undefined],
  ['remediate', { [TAG]: 'remediate' }, undefined],
  ['remediate', { [TAG]: 'notify' }, 'tagged'],
  ['remediate', { [TAG]: 'Notify' }, 'tagged'],
  ['remediate', { [TAG]: 'IGNORE' }, 'tagged'],
  ['remediate', { [TAG]: 'off' }, 'tagged'],
  ['remediate', { [TAG]: 'false' }, 'tagged'],
  ['remediate', { [TAG]: '' }, 'tagged'],
  ['opt-in', {}, 'not-opted-in'],
  ['opt-in', { [TAG]: 'Remediate' }, 'not-opted-in'],
  ['opt-in', { [TAG]: 'remediate' }, undefined],
  ['remediate', { FMManaged: 'true' }, 'firewall-manager'],
  ['remediate', { FMManaged: 'True', [TAG]: 'remediate' }, 'firewall-manager'],
  ['remediate', { FMManaged: 'false' }, undefined],
  ['notify', { FMManaged: 'true' }, 'notify-mode'],
])('in mode %s the tags %j keep the guard from writing: %s', (mode, tags, expected) => {
  const progress = {
    networkAcl: networkAcl(SSH, { tags }),
    surroundings: OFFLINE,
    coverage: evaluate(SSH),
    created: [],
    unsure: [],
    finding: undefined,
  };
  expect(toRestraint(progress, new ReviewWorld({ mode }).settings)?.kind).toBe(expected);
});
