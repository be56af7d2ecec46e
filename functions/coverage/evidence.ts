import type { Severity } from './severity.ts';

/**
 * The strength of the belief that an admitted port is a service, strongest first: a security group accepts it, a request
 * entry names it, a request entry that lets everything in contains it, or what is known accepts it nowhere.
 */
export const EVIDENCE = ['accepted', 'named', 'broad', 'unaccepted'] as const;
export type Evidence = (typeof EVIDENCE)[number];

/** How bad a gap of this evidence can be at most. */
export const WORST_SEVERITY: Readonly<Record<Evidence, Severity>> = {
  accepted: 'high',
  named: 'high',
  broad: 'medium',
  unaccepted: 'low',
};

/** The strongest of them; `unaccepted` without any. */
export function strongest(evidence: readonly Evidence[]): Evidence {
  return EVIDENCE.find(one => evidence.includes(one)) ?? 'unaccepted';
}

/** Whether the evidence is strong enough to plan entries for. */
export function isCertain(evidence: Evidence | undefined): boolean {
  return evidence === 'accepted' || evidence === 'named';
}
