import { DEFAULT_EPHEMERAL_PORTS } from '../../../functions/coverage/clients.ts';
import { evaluateCoverage } from '../../../functions/coverage/coverage.ts';
import { worst } from '../../../functions/coverage/severity.ts';
import { toImpacts } from '../../../functions/review/impact/to-impacts.ts';
import type { Alert, GapAlert } from '../../../functions/review/words/alert.ts';
import type { Change, GapCause } from '../../../functions/review/words/change.ts';
import type { Done } from '../../../functions/review/words/done.ts';
import type { Mode } from '../../../functions/review/words/mode.ts';
import { toChange } from './changes.ts';
import { ACCOUNT, type Network, REGION } from './network.ts';
import { NETWORKS } from './networks.ts';

const SETTINGS = { ephemeralPorts: DEFAULT_EPHEMERAL_PORTS, ruleQuota: 40 };
const EVERYWHERE = '0.0.0.0/0';
const NOTIFY: Mode = 'notify';
const NOTHING: Done = { did: 'nothing', reason: { kind: 'notify-mode' } };

const BASTION = { networkAclId: 'acl-0b2c3d4e5f6071829', egress: false, ruleNumber: 100 } as const;
const ADDED = toChange({
  ...{ ...BASTION, by: 'console', action: 'Create', at: '2026-11-20T09:14:03Z' },
  ...{ rule: { from: 22, to: 22, cidrBlock: EVERYWHERE }, eventId: '7b0e2d7c-0f0d-4f3e-9a6e-1f6b8a2c5d10' },
});
const BY_TERRAFORM = toChange({
  ...{ networkAclId: 'acl-0a1b2c3d4e5f60718', egress: true, ruleNumber: 100 },
  ...{ by: 'pipeline', action: 'Replace', at: '2026-11-20T09:14:03Z' },
  ...{ rule: { from: 443, to: 443, cidrBlock: EVERYWHERE }, eventId: '2c9f4b7e-58d1-4f43-b6a0-7d3f9f2c1a55' },
});
const BY_CLI = toChange({
  ...{ networkAclId: 'acl-0c3d4e5f607182930', egress: true, ruleNumber: 140 },
  ...{ by: 'cli', action: 'Replace', at: '2026-11-20T14:02:10Z' },
  ...{
    rule: { from: 32768, to: 65535, cidrBlock: EVERYWHERE },
    eventId: '5f3a9d02-6b0c-4d0e-8f0a-2b7f0f4f6c21',
  },
});
const REMOVED = toChange({
  ...{ networkAclId: 'acl-0b2c3d4e5f6071829', egress: true, ruleNumber: 100 },
  ...{ by: 'pipeline', action: 'Delete', at: '2026-11-20T11:02:10Z' },
  eventId: 'c7a1e0a4-4a6b-4a71-93d9-5f1f0e6d2b38',
});
const FIXED = toChange({
  ...{ networkAclId: 'acl-0a1b2c3d4e5f60718', egress: true, ruleNumber: 110 },
  ...{ by: 'next pipeline', action: 'Create', at: '2026-11-20T09:55:10Z' },
  ...{
    rule: { from: 1024, to: 65535, cidrBlock: EVERYWHERE },
    eventId: '0b6de1f2-9a80-4d3e-a8c5-60a4c8b2f914',
  },
});
const DELETED = toChange({
  ...{ networkAclId: 'acl-0e5f6071829304152', egress: false, ruleNumber: 140 },
  ...{ by: 'pipeline', action: 'Delete', at: '2026-11-20T09:14:03Z' },
  eventId: '2c9f4b7e-58d1-4f43-b6a0-7d3f9f2c1a55',
});

function toBase(id: string, networkAclId: string, change: Change | undefined, at: string) {
  return {
    ...{ id, networkAclId, account: ACCOUNT, region: REGION, partition: 'aws', mode: NOTIFY },
    ...{ since: change?.at ?? new Date(at), at: new Date(at), ...(change && { change }) },
  } as const;
}

function toEvaluated({ networkAcl, surroundings, names }: Network) {
  const coverage = evaluateCoverage(networkAcl, surroundings, SETTINGS);
  const impacts = toImpacts({ networkAcl, coverage, surroundings, names, ...SETTINGS });
  const severity = worst([coverage.severity, coverage.ingressSeverity]);
  return { severity, networkAcl, coverage, impacts, names, ...SETTINGS };
}

function toGapAlert(
  id: string,
  network: Network,
  change: Change | undefined,
  changed: Partial<GapAlert> & { readonly at: Date },
): GapAlert {
  const base = toBase(id, network.networkAcl.networkAclId, change, changed.at.toISOString());
  return { ...base, ...toEvaluated(network), kind: 'gap', done: NOTHING, ...changed };
}

const ADDED_BY_GUARD = (() => {
  const { networkAcl, coverage } = toEvaluated(NETWORKS['bastion, fixed']);
  const entries = networkAcl.entries.filter(({ direction }) => direction === 'egress');
  return { did: 'added', entries, after: networkAcl, coverageAfter: coverage, isOvertaken: false } as const;
})();

/** An alert of each kind. */
export const EXAMPLE_ALERTS = {
  gap: toGapAlert('2a6f706862f46340', NETWORKS.web, BY_TERRAFORM, { at: new Date('2026-11-20T09:15:20Z') }),
  'gap-console': toGapAlert('91be0c4417d25a03', NETWORKS.bastion, ADDED, {
    at: new Date('2026-11-20T09:15:20Z'),
  }),
  'gap-medium': toGapAlert('0d5c7e21b8a94f66', NETWORKS.api, BY_CLI, {
    at: new Date('2026-11-20T14:03:20Z'),
  }),
  remediated: toGapAlert('e024d9963e7a15f7', NETWORKS.bastion, ADDED, {
    ...{ kind: 'remediated', mode: 'remediate', at: new Date('2026-11-20T09:16:20Z'), done: ADDED_BY_GUARD },
  }),
  'remediation-failed': toGapAlert('4cd81f07a3e9b255', NETWORKS['bastion, full'], ADDED, {
    ...{ kind: 'remediation-failed', mode: 'remediate', at: new Date('2026-11-20T09:16:20Z') },
    done: { did: 'nothing', reason: { kind: 'refused', code: 'NetworkAclEntryLimitExceeded' } },
  }),
  conflict: toGapAlert('7710c2f4d9be8a31', NETWORKS.bastion, REMOVED, {
    ...{ kind: 'conflict', mode: 'remediate', at: new Date('2026-11-20T11:03:20Z') },
    since: new Date('2026-11-20T09:14:03Z'),
    earlier: {
      at: [new Date('2026-11-20T09:16:20Z'), new Date('2026-11-20T10:31:20Z')],
      removedAt: [new Date('2026-11-20T10:28:41Z'), new Date('2026-11-20T11:02:10Z')],
      standing: [],
    },
    done: { did: 'nothing', reason: { kind: 'conflict' } },
  }),
  reminder: toGapAlert('91be0c4417d25a03', NETWORKS.bastion, undefined, {
    ...{ kind: 'reminder', since: new Date('2026-11-20T09:16:20Z'), at: new Date('2026-11-27T09:20:20Z') },
    nextReminderAt: new Date('2026-12-04T09:20:20Z'),
    cause: ADDED as GapCause,
  }),
  resolved: {
    ...toBase('6e0f3bb92c1d7a49', 'acl-0a1b2c3d4e5f60718', FIXED, '2026-11-20T09:55:40Z'),
    ...{ ...toEvaluated(NETWORKS['web, fixed']), kind: 'resolved', severity: 'high' },
    ...{ impacts: toEvaluated(NETWORKS.web).impacts, closes: '2a6f706862f46340' },
    since: new Date('2026-11-20T09:14:03Z'),
  },
  'cannot-evaluate': {
    ...toBase('6e0f3bb92c1d7a48', 'acl-0a1b2c3d4e5f60718', BY_TERRAFORM, '2026-11-20T09:15:20Z'),
    kind: 'cannot-evaluate',
    lastKnownName: 'web-public',
    reason: {
      ...{ kind: 'not-allowed', code: 'UnauthorizedOperation' },
      role: 'nacl-ephemeral-guard-prod-GuardRole-1A2B3C4D5E6F',
    },
  },
  ingress: toGapAlert('b3f1d07c52e84a19', NETWORKS.app, DELETED, { at: new Date('2026-11-20T09:15:20Z') }),
} as const satisfies Record<string, Alert>;

/** The change that one run of Terraform made to many network ACLs. */
export const BURST_CHANGE = toChange({
  ...{ networkAclId: 'acl-0a1b2c3d4e5f60718', egress: true, ruleNumber: 120 },
  ...{ by: 'pipeline', action: 'Delete', at: '2026-11-20T09:14:03Z' },
  eventId: '2c9f4b7e-58d1-4f43-b6a0-7d3f9f2c1a55',
});
