import { formatMember, type Member } from '../../functions/review/member.ts';
import type { RegisteredMember, Registry, Sign } from '../../functions/review/registry.ts';
import type { FinishedSweep } from '../../functions/review/reporting/reporter-record.ts';

/** The members that the hub knows, in memory. */
export class RegistryModel implements Registry {
  /** Writes that guard made: one for each member and hour at most. */
  heards = 0;
  readonly #members = new Map<string, RegisteredMember>();

  async list(): Promise<readonly RegisteredMember[]> {
    return [...this.#members.values()];
  }

  async heard(member: Member, at: Date, by: Sign): Promise<RegisteredMember | undefined> {
    this.heards += 1;
    const before = this.#members.get(formatMember(member));
    const registered = by === 'registered' && { registeredAt: at };
    this.#set({ ...member, knownAt: at, ...before, heardAt: at, ...registered });
    return before;
  }

  async forget(member: Member): Promise<void> {
    this.#members.delete(formatMember(member));
  }

  async unreachable(member: Member, at: Date, code: string, planId?: string): Promise<void> {
    const known = this.#members.get(formatMember(member));
    const since = known?.unreachable?.since ?? at;
    if (known) this.#set({ ...known, ...(planId && { planId }), unreachable: { since, code } });
  }

  async swept(member: Member, finished: FinishedSweep, planId?: string): Promise<void> {
    const { unreachable: _, ...known } = this.#members.get(formatMember(member)) ?? {};
    if ('account' in known) this.#set({ ...known, ...(planId && { planId }), lastSweep: finished });
  }

  async failed(member: Member, failedPlanId: string): Promise<void> {
    const known = this.#members.get(formatMember(member));
    if (known) this.#set({ ...known, failedPlanId });
  }

  #set(member: RegisteredMember): void {
    this.#members.set(formatMember(member), member);
  }
}
