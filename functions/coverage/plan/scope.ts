import type { Acceptance } from '../exposure/acceptance.ts';
import type { DeniedArea } from '../judgement.ts';
import type { NetworkAclEntry } from '../network-acl-entry.ts';
import { isResolved, type Service } from '../services.ts';
import { isWanted } from './wanted.ts';

/** What a plan is for. */
export interface PlanScope {
  /** Whether entries are wanted for the area. */
  readonly isWanted: (area: DeniedArea) => boolean;
  /** The request entries whose blocks the plan may use. */
  readonly admittedBy: (service: Service) => readonly NetworkAclEntry[];
  /** Whether what security groups accept counts. */
  readonly counts: (acceptance: Acceptance) => boolean;
}

/** All that is certain: what operators should add. */
export const CERTAIN: PlanScope = {
  isWanted,
  admittedBy: ({ certainBy }) => certainBy,
  counts: () => true,
};

/** What entries name and nothing casts doubt on: what the guard may write. */
export const STATED: PlanScope = {
  isWanted: area => isWanted(area) && area.service.restraint === undefined,
  admittedBy: ({ statedBy }) => statedBy,
  counts: isResolved,
};
