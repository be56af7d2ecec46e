import { randomBytes } from 'node:crypto';
import type { ResourceType } from '@aws-sdk/client-ec2';

/** The tag on everything that a run creates; its value is the run's id. */
export const RUN_TAG = 'nacl-ephemeral-guard-contract';

/** The beginning of every name. */
export const NAME_PREFIX = `${RUN_TAG}-`;

/** A guard in the same account leaves network ACLs with this tag alone. */
const IGNORED_BY_GUARD = { Key: 'nacl-ephemeral-guard', Value: 'ignore' } as const;

/** One run of the contract in an account. */
export interface Run {
  /** Unique, and says when the run began: 20261122t193000-a1b2c3d4. */
  readonly id: string;
  /** Custom entries that one direction of one address family takes in that account. */
  readonly entryQuota: number;
}

export function beginRun(entryQuota: number, now = new Date()): Run {
  const time = now
    .toISOString()
    .replace(/[-:]|\..*/g, '')
    .toLowerCase();
  return { id: `${time}-${randomBytes(4).toString('hex')}`, entryQuota };
}

/** The names of the resources that have one. */
export function namesOf({ id }: Run): { readonly resource: string; readonly parameter: string } {
  return { resource: NAME_PREFIX + id, parameter: `/${RUN_TAG}/${id}` };
}

/** The tags of everything that a run makes. */
export function tagsOf({ id }: Run): { Key: string; Value: string }[] {
  return [{ Key: RUN_TAG, Value: id }, { ...IGNORED_BY_GUARD }];
}

/** The same, as EC2's creations take them. */
export function tagsFor(ResourceType: ResourceType, run: Run) {
  return [{ ResourceType, Tags: tagsOf(run) }];
}
