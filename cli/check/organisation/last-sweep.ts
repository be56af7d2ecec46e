import { renderDay } from '../../../functions/alert/words/time-text.ts';
import { reaches, SEVERITIES, type Severity } from '../../../functions/coverage/severity.ts';
import { formatMember } from '../../../functions/review/member.ts';
import type { RegisteredMember } from '../../../functions/review/registry.ts';
import type { AwsSource } from '../../input/aws-source.ts';
import { type Hub, renderMember } from '../../members/hub.ts';
import type { FailOn } from '../summary.ts';
import { renderLastSweepJson } from './last-sweep-json.ts';
import { renderLastSweep } from './last-sweep-text.ts';
import { withMembersOfHub } from './members-of-hub.ts';
import { type OpenProblem, readOpenProblems } from './open-problems.ts';

/** Milliseconds after which a sweep, which is made each day, is too old. */
const OLDEST = 2 * 24 * 3_600_000;

/** What is known about one member. */
export interface SweptMember extends RegisteredMember {
  /** Network ACLs with a problem that is not over, worst first. */
  readonly problems: readonly OpenProblem[];
  /** Network ACLs by the severity of what is open, those below the minimum severity of the hub among them. */
  readonly open: Readonly<Record<Exclude<Severity, 'none'>, number>>;
}

/** What the last sweep of a hub found, and what changed since. */
export interface SweptOrganisation {
  readonly hub: Hub;
  readonly members: readonly SweptMember[];
}

/** How the result is written. */
export interface LastSweepForm {
  readonly isJson: boolean;
  readonly isColored: boolean;
}

/**
 * Reports what the last sweep of a hub found. No account is read but the hub's.
 *
 * @param now - in milliseconds since 1970
 * @returns the text, why members are missing in it, and the exit code of `check`
 * @throws InputError with the reason where the hub cannot be read
 */
export async function reportLastSweep(
  source: AwsSource & { readonly stage: string },
  failOn: FailOn,
  { isJson, isColored }: LastSweepForm,
  now: number,
): Promise<{ text: string; unreadable: readonly string[]; exitCode: number }> {
  return withMembersOfHub(source, source.stage, async ({ hub, members, dynamodb }) => {
    const recorded = await readOpenProblems(dynamodb, hub.findingsTable);
    const swept = members.map(member =>
      toSwept(
        member,
        recorded.open.filter(each => formatMember(each) === formatMember(member)),
      ),
    );
    const organisation = { hub, members: swept };
    const unreadable = [...swept.flatMap(member => toReasons(member, now)), ...recorded.unreadable];
    const failed = countFailed(swept, failOn);
    return {
      text: isJson
        ? renderLastSweepJson(organisation)
        : renderLastSweep(organisation, { failOn, failed, isColored }),
      unreadable,
      exitCode: unreadable.length > 0 ? 2 : failed > 0 ? 1 : 0,
    };
  });
}

function toSwept(member: RegisteredMember, problems: readonly OpenProblem[]): SweptMember {
  const count = (severity: Severity) => problems.filter(each => each.severity === severity).length;
  const low = count('low') + (member.lastSweep?.result.low ?? 0);
  return {
    ...member,
    problems: problems.toSorted(
      (one, other) => SEVERITIES.indexOf(other.severity) - SEVERITIES.indexOf(one.severity),
    ),
    open: { high: count('high'), medium: count('medium'), low },
  };
}

function countFailed(members: readonly SweptMember[], failOn: FailOn): number {
  if (failOn === 'never') return 0;
  const failing = (['high', 'medium', 'low'] as const).filter(severity => reaches(severity, failOn));
  return members
    .flatMap(({ open }) => failing.map(severity => open[severity]))
    .reduce((sum, one) => sum + one, 0);
}

/** Why the result says nothing, or nothing current, about a member. */
function toReasons(member: SweptMember, now: number): string[] {
  const { unreachable, lastSweep, failedPlanId } = member;
  const step = 'see npm run doctor -- --organisation';
  const who = renderMember(member);
  if (unreachable !== undefined) {
    const since = `since ${renderDay(unreachable.since)} (${unreachable.code})`;
    return [`${who}: the hub cannot read it ${since} -> ${step}`];
  }
  if (lastSweep === undefined) return [`${who}: no sweep of it has ended yet -> ${step}`];
  const { at } = lastSweep.result;
  if (failedPlanId !== undefined)
    return [`${who}: its last sweep failed, and the one before ended ${renderDay(at)} -> ${step}`];
  if (now - at.getTime() <= OLDEST) return [];
  return [`${who}: its last sweep ended ${renderDay(at)}, more than two days ago -> ${step}`];
}
