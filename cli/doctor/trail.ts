import {
  DescribeTrailsCommand,
  GetEventSelectorsCommand,
  GetTrailStatusCommand,
  type Trail,
} from '@aws-sdk/client-cloudtrail';
import { ask } from '../deployment/ask.ts';
import { awsCommand } from '../deployment/commands.ts';
import { type Logged, loggedChanges } from './event-selectors.ts';
import { examine, type Finding, findingsOf } from './finding.ts';
import type { Ground } from './patient.ts';

const { ok, warning, problem } = findingsOf('trail');

/**
 * Whether a trail logs the calls that change network ACLs, in this region. EventBridge hears of them only then
 * (Amazon EventBridge User Guide, "Events from AWS services via AWS CloudTrail"). One such trail is enough.
 */
export async function checkTrail(ground: Ground): Promise<readonly Finding[]> {
  return examine('trail', 'whether a trail logs changes of network ACLs', async () => {
    const { region } = ground.place;
    const { trailList = [] } = await ask('cloudtrail:DescribeTrails', () =>
      ground.clients.cloudTrail(region).send(new DescribeTrailsCommand({ includeShadowTrails: true })),
    );
    const here = trailList.filter(trail => trail.IsMultiRegionTrail || trail.HomeRegion === region);
    if (here.length === 0) return [noTrail(ground)];
    return conclude((await Promise.all(here.map(trail => judge(trail, ground)))).flat());
  });
}

/** One trail that logs all makes up for any other. */
function conclude(findings: readonly Finding[]): readonly Finding[] {
  const good = findings.filter(({ state }) => state === 'ok');
  if (good.length > 0) return good.slice(0, 1);
  // What cannot be told of one trail, or is logged in part, may make up for the others.
  const unsure = findings.filter(({ state }) => state === 'warning');
  return unsure.length > 0 ? unsure : findings;
}

function judge(trail: Trail, ground: Ground): Promise<readonly Finding[]> {
  const name = trailName(trail);
  return examine('trail', `whether ${name} logs changes of network ACLs`, async () => {
    const logging = await isLogging(trail, ground);
    if (!logging) return [stopped(trail, ground)];
    return [toFinding(name, await readLogged(trail, ground))];
  });
}

async function isLogging(trail: Trail, { clients, place }: Ground): Promise<boolean> {
  // By its ARN, because the name alone does not find a trail of another region or of the organisation.
  const input = { Name: trail.TrailARN ?? trail.Name };
  const { IsLogging = false } = await ask('cloudtrail:GetTrailStatus', () =>
    clients.cloudTrail(place.region).send(new GetTrailStatusCommand(input)),
  );
  return IsLogging;
}

async function readLogged(trail: Trail, { clients, place }: Ground): Promise<Logged> {
  // Then it has CloudTrail's default: all management events.
  if (trail.HasCustomEventSelectors === false) return 'all';
  const input = { TrailName: trail.TrailARN ?? trail.Name };
  const { EventSelectors, AdvancedEventSelectors } = await ask('cloudtrail:GetEventSelectors', () =>
    clients.cloudTrail(trail.HomeRegion ?? place.region).send(new GetEventSelectorsCommand(input)),
  );
  return loggedChanges({ classic: EventSelectors, advanced: AdvancedEventSelectors });
}

function toFinding(name: string, logged: Logged): Finding {
  if (logged === 'all') return ok(`${name} logs write management events`);
  const then = 'CloudTrail console, the trail, "Management events", Edit: log API activity "Write"';
  if (logged === 'none') return problem(`${name} does not log write management events of EC2`, then);
  return warning(`${name} logs write management events of EC2 in part: its selectors pick among them`, then);
}

function stopped(trail: Trail, { place }: Ground): Finding {
  const there = { ...place, region: trail.HomeRegion ?? place.region };
  const start = awsCommand(there, `cloudtrail start-logging --name ${trail.TrailARN ?? trail.Name}`);
  return problem(`${trailName(trail)} is not logging: changes are not noticed`, start);
}

function noTrail({ place }: Ground): Finding {
  const create =
    'cloudtrail create-trail --name management-events --is-multi-region-trail --s3-bucket-name BUCKET';
  const start = awsCommand(place, 'cloudtrail start-logging --name management-events');
  return problem(
    `no trail covers ${place.region}: changes are not noticed before the next sweep`,
    `CloudTrail console, "Create trail", which makes a bucket too; or ${awsCommand(place, create)} && ${start}`,
  );
}

function trailName({ Name, IsMultiRegionTrail, IsOrganizationTrail }: Trail): string {
  const kinds = [
    ...(IsOrganizationTrail ? ['of the organisation'] : []),
    ...(IsMultiRegionTrail ? ['all regions'] : []),
  ];
  return `trail ${Name ?? 'without a name'}${kinds.length > 0 ? ` (${kinds.join(', ')})` : ''}`;
}
