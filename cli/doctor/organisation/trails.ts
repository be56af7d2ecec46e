import { joinFirst } from '../../../functions/alert/words/plain-text.ts';
import { formatMember } from '../../../functions/review/member.ts';
import type { RegisteredMember } from '../../../functions/review/registry.ts';
import { NotPermittedError } from '../../deployment/ask.ts';
import { assumeIn } from '../../members/assumed-role.ts';
import { renderMember } from '../../members/hub.ts';
import { mapAtOnce } from '../../members/map-at-once.ts';
import { type CheckResult, resultsOf, runCheck } from '../check-result.ts';
import { checkTrail, hasOrganisationTrail } from '../trail.ts';
import type { HubContext } from './context.ts';

const { ok, warning, problem } = resultsOf('trail');

/** Whether changes of a member are logged, as far as it is known. */
export type TrailState = 'ok' | 'organisation' | 'none' | 'unknown';

/** The results, and the state of each member by its name. */
export interface Trails {
  readonly results: readonly CheckResult[];
  readonly states: ReadonlyMap<string, TrailState>;
}

/** Members that are read at the same time. */
const AT_ONCE = 8;
const MOST_NAMED = 5;

/** Whether a trail logs the changes of every member. Other accounts are read only with a role. */
export async function checkTrails(
  members: readonly RegisteredMember[],
  context: HubContext,
): Promise<Trails> {
  let states: Trails['states'] = new Map();
  const results = await runCheck('trail', 'which members have a trail', async () => {
    const trails = await readTrails(members, context);
    states = trails.states;
    return trails.results;
  });
  return { results, states };
}

async function readTrails(members: readonly RegisteredMember[], context: HubContext): Promise<Trails> {
  const [home, isWide] = await Promise.all([checkTrail(context), isOrganisationWide(context)]);
  const credentialsOf = toCredentials(context);
  const read = await mapAtOnce(members, AT_ONCE, member => readState(member, credentialsOf, context));
  const states = members.map((member, index) => {
    const state = read[index] ?? 'unknown';
    return { member, state: state === 'unknown' && isWide ? ('organisation' as const) : state };
  });
  return {
    results: [...home, ...toResults(states, isWide, context)],
    states: new Map(states.map(({ member, state }) => [formatMember(member), state])),
  };
}

/** False where it cannot be read: then the accounts decide. */
async function isOrganisationWide(context: HubContext): Promise<boolean> {
  try {
    return await hasOrganisationTrail(context);
  } catch {
    return false;
  }
}

function toCredentials({ clients, hub, options }: HubContext) {
  const { roleName } = options;
  return roleName === undefined
    ? undefined
    : assumeIn(clients.sts, { partition: hub.partition, name: roleName });
}

async function readState(
  { account, region }: RegisteredMember,
  credentialsOf: ReturnType<typeof toCredentials>,
  { hub, place, createClients }: HubContext,
): Promise<TrailState> {
  const isOwn = account === hub.account;
  if (!isOwn && credentialsOf === undefined) return 'unknown';
  const credentials = isOwn ? undefined : credentialsOf?.(account);
  try {
    await credentials?.();
    const clients = createClients(region, place.profile, credentials);
    const results = await checkTrail({ clients, place: { ...place, region } });
    if (results.some(({ state }) => state === 'ok')) return 'ok';
    return results.some(({ state }) => state === 'problem') ? 'none' : 'unknown';
  } catch (error) {
    if (error instanceof NotPermittedError) return 'unknown';
    throw error;
  }
}

interface MemberTrail {
  readonly member: RegisteredMember;
  readonly state: TrailState;
}

function toResults(trails: readonly MemberTrail[], isWide: boolean, context: HubContext): CheckResult[] {
  const { hub, options } = context;
  const others = trails.filter(({ member }) => formatMember(member) !== formatMember(hub));
  const of = (state: TrailState) =>
    others.flatMap(one => (one.state === state ? [renderMember(one.member)] : []));
  const [none, unknown] = [of('none'), of('unknown')];
  if (none.length + unknown.length === 0 && others.length > 0)
    return [
      ok(`${isWide ? 'a trail of the organisation logs' : 'trails log'} the changes of all other members`),
    ];
  return [
    ...(none.length > 0 ? [problem(`no trail logs the changes of ${nameAll(none)}`, CREATE)] : []),
    ...(unknown.length > 0 ? [toUnknown(unknown, options.roleName)] : []),
  ];
}

const CREATE = 'create a trail of all regions there, or one of the organisation (docs/organisation.md)';

function toUnknown(members: readonly string[], roleName: string | undefined): CheckResult {
  const says = `whether a trail logs the changes of ${nameAll(members)} is unknown`;
  if (roleName === undefined) return warning(says, 'name a role to read it with: --role-name');
  return warning(says, `the role ${roleName} is missing there, does not trust you, or may not read trails`);
}

function nameAll(members: readonly string[]): string {
  return joinFirst(members, MOST_NAMED, 'members');
}
