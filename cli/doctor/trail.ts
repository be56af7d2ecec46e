import {
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import { toShellWord } from '../../functions/alert/fix/quoting.ts';
import { ask, NotPermittedError, NotThereError } from '../deployment/ask.ts';
import { awsCommand } from '../deployment/commands.ts';
import { type CheckResult, resultsOf, runCheck } from './check-result.ts';
import type { CheckContext } from './deployment.ts';
import { type Logged, loggedChanges } from './event-selectors.ts';

const { ok, warning, problem } = resultsOf('trail');

/** What the check of a trail needs. */
export interface TrailContext extends Pick<CheckContext, 'place'> {
  readonly clients: Pick<CheckContext['clients'], 'cloudTrail'>;
}

/**
 * Whether a trail logs the calls that change network ACLs in this region. EventBridge receives them only then (Amazon
 * EventBridge User Guide, "Events from AWS services via AWS CloudTrail"). One such trail is enough.
 */
export async function checkTrail(context: TrailContext): Promise<readonly CheckResult[]> {
  return runCheck('trail', 'whether a trail logs changes of network ACLs', async () => {
    const { region } = context.place;
    const trailList = await listTrails(context);
    const here = trailList.filter(trail => trail.IsMultiRegionTrail || trail.HomeRegion === region);
    if (here.length === 0) return [noTrail(context)];
    return bestResults((await Promise.all(here.map(trail => checkOneTrail(trail, context)))).flat());
  });
}

/** Whether a trail of the organisation logs the changes in all of its accounts and regions. */
export async function hasOrganisationTrail(context: TrailContext): Promise<boolean> {
  const wide = (await listTrails(context)).filter(
    trail => trail.IsOrganizationTrail && trail.IsMultiRegionTrail,
  );
  const results = await Promise.all(wide.map(trail => checkOneTrail(trail, context)));
  return results.flat().some(({ state }) => state === 'ok');
}

async function listTrails({ clients, place }: TrailContext): Promise<readonly Trail[]> {
  const { trailList = [] } = await ask('cloudtrail:DescribeTrails', () =>
    clients.cloudTrail(place.region).send(new DescribeTrailsCommand({ includeShadowTrails: true })),
  );
  return trailList;
}

/** One trail that logs all changes is enough. */
function bestResults(results: readonly CheckResult[]): readonly CheckResult[] {
  const good = results.filter(({ state }) => state === 'ok');
  if (good.length > 0) return good.slice(0, 1);
  // A trail that was not checked, or that logs some changes, may be enough.
  const unsure = results.filter(({ state }) => state === 'warning');
  return unsure.length > 0 ? unsure : results;
}

function checkOneTrail(trail: Trail, context: TrailContext): Promise<readonly CheckResult[]> {
  const name = trailName(trail);
  return runCheck('trail', `whether ${name} logs changes of network ACLs`, async () => {
    try {
      const logging = await isLogging(trail, context);
      if (!logging) return [stopped(trail, context)];
      return [toResult(name, await readLogged(trail, context))];
    } catch (error) {
      if (trail.IsOrganizationTrail && isOutOfReach(error)) return [unreadable(name)];
      throw error;
    }
  });
}

/** The account that owns a trail of the organisation may be the only one that can read its state. */
function isOutOfReach(error: unknown): boolean {
  return error instanceof NotThereError || error instanceof NotPermittedError;
}

function unreadable(name: string): CheckResult {
  return warning(
    `only the account that owns ${name} can read whether it logs write management events of EC2`,
    "ask that account's administrators, or run npm run smoke: it tests whether a change reaches the guard",
  );
}

async function isLogging(trail: Trail, { clients, place }: TrailContext): Promise<boolean> {
  // By its ARN: the name does not find a trail of another region or of the organisation.
  const input = { Name: trail.TrailARN ?? trail.Name };
  const { IsLogging = false } = await ask('cloudtrail:GetTrailStatus', () =>
    clients.cloudTrail(place.region).send(new GetTrailStatusCommand(input)),
  );
  return IsLogging;
}

async function readLogged(trail: Trail, { clients, place }: TrailContext): Promise<Logged> {
  // CloudTrail's default is all management events.
  if (trail.HasCustomEventSelectors === false) return 'all';
  const input = { TrailName: trail.TrailARN ?? trail.Name };
  const { EventSelectors, AdvancedEventSelectors } = await ask('cloudtrail:GetEventSelectors', () =>
    clients.cloudTrail(trail.HomeRegion ?? place.region).send(new GetEventSelectorsCommand(input)),
  );
  return loggedChanges({ classic: EventSelectors, advanced: AdvancedEventSelectors });
}

function toResult(name: string, logged: Logged): CheckResult {
  if (logged === 'all') return ok(`${name} logs write management events`);
  const then = 'CloudTrail console, the trail, "Management events", Edit: log API activity "Write"';
  if (logged === 'none') return problem(`${name} does not log write management events of EC2`, then);
  return warning(`${name} logs only some write management events of EC2: its selectors exclude others`, then);
}

function stopped(trail: Trail, { place }: TrailContext): CheckResult {
  const says = `${trailName(trail)} is not logging, so the guard does not see changes`;
  // A member of the organisation cannot start it.
  if (trail.IsOrganizationTrail) return problem(says, 'ask the account that owns it to start it');
  const there = { ...place, region: trail.HomeRegion ?? place.region };
  const start = awsCommand(
    there,
    `cloudtrail start-logging --name ${toShellWord(trail.TrailARN ?? trail.Name ?? '')}`,
  );
  return problem(says, start);
}

function noTrail({ place }: TrailContext): CheckResult {
  const create =
    'cloudtrail create-trail --name management-events --is-multi-region-trail --s3-bucket-name BUCKET';
  const start = awsCommand(place, 'cloudtrail start-logging --name management-events');
  return problem(
    `no trail covers ${place.region}: the guard sees changes only at the next sweep`,
    `CloudTrail console, "Create trail", which also creates a bucket; or ${awsCommand(place, create)} && ${start}`,
  );
}

function trailName({ Name, IsMultiRegionTrail, IsOrganizationTrail }: Trail): string {
  const kinds = [
    ...(IsOrganizationTrail ? ['of the organisation'] : []),
    ...(IsMultiRegionTrail ? ['all regions'] : []),
  ];
  return `trail ${Name ?? 'without a name'}${kinds.length > 0 ? ` (${kinds.join(', ')})` : ''}`;
}
