import { toPlain } from '../../../functions/alert/words/plain-text.ts';
import { formatMember, type Member } from '../../../functions/review/member.ts';
import type { RegisteredMember } from '../../../functions/review/registry.ts';
import { type Hub, renderAccount } from '../../members/hub.ts';
import { renderAge } from '../counts.ts';
import type { StackInstance } from './stack-instances.ts';
import type { TrailState } from './trails.ts';

/** All that is known about one member. */
export interface MemberRow {
  /** Not registered: only its stack is known. */
  readonly member: RegisteredMember;
  /** The status of its stack; `hub`: it is the hub's own; `unknown`: nothing says that it has one. */
  readonly stack: string;
  /** `ok`, `own`, `not tried`, or the code with which AWS refuses it. */
  readonly role: string;
  readonly trail: TrailState;
}

/** The members that are registered, and those whose stacks are known, by account and region. */
export function toRows(
  members: readonly RegisteredMember[],
  instances: readonly StackInstance[],
  trails: ReadonlyMap<string, TrailState>,
  hub: Hub,
): MemberRow[] {
  const stacks = new Map(instances.map(instance => [formatMember(instance), instance]));
  const known = new Set(members.map(formatMember));
  const unheard: RegisteredMember[] = instances
    .filter(instance => !known.has(formatMember(instance)))
    .map(({ account, region }) => ({ account, region }));
  return [...members, ...unheard]
    .toSorted((one, other) => (formatMember(one) < formatMember(other) ? -1 : 1))
    .map(member => ({
      member,
      stack: toStack(member, stacks.get(formatMember(member)), hub),
      role: toRole(member, hub),
      trail: trails.get(formatMember(member)) ?? 'unknown',
    }));
}

function toStack(member: RegisteredMember, instance: StackInstance | undefined, hub: Member): string {
  if (instance) return `${instance.status}${instance.isDrifted ? ', drifted' : ''}`;
  if (formatMember(member) === formatMember(hub)) return 'hub';
  return member.registeredAt ? 'deployed' : 'unknown';
}

function toRole({ account, unreachable, lastSweep }: RegisteredMember, hub: Member): string {
  if (unreachable) return unreachable.code;
  if (account === hub.account) return 'own';
  return lastSweep ? 'ok' : 'not tried';
}

const COLUMNS = [
  'account',
  'region',
  'stack',
  'role',
  'trail',
  'last event',
  'heartbeat',
  'last sweep',
  'open',
];

/** A line for each member, below the names of the columns; ages instead of times. */
export function renderRows(rows: readonly MemberRow[], now: Date): string {
  const cells = [COLUMNS, ...rows.map(row => toCells(row, now))];
  const widths = COLUMNS.map((_, column) => Math.max(...cells.map(line => line[column]?.length ?? 0)));
  const lines = cells.map(line =>
    line
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${lines.join('\n')}\n`;
}

function toCells({ member, stack, role, trail }: MemberRow, now: Date): string[] {
  const age = (at: Date | undefined) => (at ? renderAge(Math.max(0, now.getTime() - at.getTime())) : '-');
  const { region, heardAt, heartbeatAt, lastSweep } = member;
  const { high = 0, medium = 0, low = 0 } = lastSweep?.open ?? {};
  const open = lastSweep ? String(high + medium + low) : '-';
  const times = [age(heardAt), age(heartbeatAt), age(lastSweep?.result.at)];
  return [renderAccount(member), region, stack, role, trail, ...times, open].map(cell => toPlain(cell));
}

/** A member as the JSON has it. What is not known is null. */
export function toRowJson({ member, stack, role, trail }: MemberRow): object {
  const { account, region, name, registeredAt, heardAt, heartbeatAt, lastSweep } = member;
  const time = (at: Date | undefined) => at?.toISOString() ?? null;
  return {
    ...{ account, region, name: name ?? null, stack, role, trail },
    ...{ registeredAt: time(registeredAt), heardAt: time(heardAt), heartbeatAt: time(heartbeatAt) },
    sweptAt: time(lastSweep?.result.at),
    open: lastSweep ? lastSweep.open : null,
  };
}
