import { formatMember, type Member } from '../review/member.ts';
import type { RegisteredMember } from '../review/registry.ts';

/** Milliseconds after the deployment of a member's stack in which sweeps write nothing there. */
const NEW = 86_400_000;

/**
 * Whether a sweep of the member only reports: operators first see what is open there.
 *
 * @param home - the hub's own account and region: the sweep after each deployment of it only reports, and no later one
 */
export function isNew(member: RegisteredMember, home: Member, now: Date): boolean {
  const { registeredAt, lastSweep } = member;
  if (lastSweep === undefined) return true;
  if (registeredAt === undefined || formatMember(member) === formatMember(home)) return false;
  return now.getTime() - registeredAt.getTime() < NEW;
}
