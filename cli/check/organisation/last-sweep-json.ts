import { toJsonText } from '../../../functions/parsing/printable.ts';
import type { SweptMember, SweptOrganisation } from './last-sweep.ts';

/** One JSON object, one line for each member. Its fields are a contract: add, never change. What is not known is null. */
export function renderLastSweepJson({ hub, members }: SweptOrganisation): string {
  const { account, region, stack } = hub;
  const head = { version: 1, hub: { account, region, stack: stack.name }, summary: toSummary(members) };
  const lines = members.map(member => toJsonText(toMemberJson(member)));
  return `${toJsonText(head).slice(0, -1)},"members":[\n${lines.join(',\n')}\n]}\n`;
}

function toSummary(members: readonly SweptMember[]): object {
  const sum = (count: (member: SweptMember) => number) =>
    members.map(count).reduce((total, one) => total + one, 0);
  return {
    members: members.length,
    swept: members.filter(({ lastSweep }) => lastSweep !== undefined).length,
    unreachable: members.filter(({ unreachable }) => unreachable !== undefined).length,
    networkAcls: sum(({ lastSweep }) => lastSweep?.result.evaluated ?? 0),
    high: sum(({ open }) => open.high),
    medium: sum(({ open }) => open.medium),
    low: sum(({ open }) => open.low),
  };
}

function toMemberJson({
  account,
  region,
  name,
  lastSweep,
  unreachable,
  open,
  problems,
}: SweptMember): object {
  return {
    ...{ account, region, name: name ?? null },
    sweptAt: lastSweep?.result.at.toISOString() ?? null,
    networkAcls: lastSweep?.result.evaluated ?? null,
    ...open,
    unreachable: unreachable ? { since: unreachable.since.toISOString(), code: unreachable.code } : null,
    problems: problems.map(({ networkAclId, kind, severity, since }) => ({
      ...{ networkAclId, kind, severity, since: since.toISOString() },
    })),
  };
}
