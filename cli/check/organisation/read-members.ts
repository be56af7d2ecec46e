import { STSClient } from '@aws-sdk/client-sts';
import type { Member } from '../../../functions/review/member.ts';
import type { RegisteredMember } from '../../../functions/review/registry.ts';
import { isReviewedAsOwners } from '../../../functions/review/shared-vpc.ts';
import { NotPermittedError } from '../../deployment/ask.ts';
import { toAwsProblem } from '../../deployment/aws-problems.ts';
import { type AwsSource, type ClientSettings, toClientSettings } from '../../input/aws-source.ts';
import { InputError } from '../../input/input-error.ts';
import type { UnreadableInput } from '../../input/listed-network-acl.ts';
import { assumeIn } from '../../members/assumed-role.ts';
import { renderMember } from '../../members/hub.ts';
import { mapAtOnce } from '../../members/map-at-once.ts';
import type { Terminal } from '../../terminal/terminal.ts';
import type { CheckInput } from '../input.ts';
import { createLog, type LogLine } from '../live/exposure-reader.ts';
import { toLiveInput } from '../live/live-input.ts';
import { type ProgressLine, showProgress } from '../live/progress.ts';
import { type ReadRegion, readRegion } from '../live/read-region.ts';
import { renderNumber } from '../reports/counts-text.ts';
import { type HubReading, withMembersOfHub } from './members-of-hub.ts';

/** Members that are read at the same time; EC2 throttles each account and region by itself. */
const AT_ONCE = 8;

/** What is asked for: the hub, and the role that the user may assume in every other account. */
export interface MembersChoice extends AwsSource {
  readonly stage: string;
  readonly roleName: string;
}

/**
 * Reads the network ACLs of every member of a hub. A member that cannot be read does not hide the others.
 *
 * @param stderr - gets the progress, if it is a terminal, and why exposure could not be read
 * @throws InputError with the reason where the hub or none of its members can be read
 */
export async function readMembers(choice: MembersChoice, stderr: Terminal): Promise<CheckInput> {
  return withMembersOfHub(choice, choice.stage, reading => readAll(reading, choice, stderr));
}

async function readAll(
  { hub, members }: HubReading,
  choice: MembersChoice,
  stderr: Terminal,
): Promise<CheckInput> {
  const settings = toClientSettings({ ...choice, region: hub.region });
  const sts = new STSClient(settings);
  const credentialsOf = assumeIn(sts, { partition: hub.partition, name: choice.roleName });
  const progress = showProgress(stderr);
  const log = createLog(stderr);
  const count = { members: 0, networkAcls: 0 };
  const settingsOf = ({ account, region }: Member): ClientSettings =>
    account === hub.account ? { ...settings, region } : { region, credentials: credentialsOf(account) };
  try {
    const results = await mapAtOnce(members, AT_ONCE, async member => {
      const result = await readMember(member, settingsOf(member), log, progress).catch(error =>
        toUnreadable(error, member, choice),
      );
      count.members += 1;
      if ('close' in result) count.networkAcls += result.networkAcls.length;
      progress.show(
        `${renderNumber(count.networkAcls)} read from EC2, ${count.members} of ${members.length} members`,
      );
      return result;
    });
    return toInput(results, members);
  } finally {
    progress.end();
    sts.destroy();
  }
}

/** @throws InputError if no member could be read */
function toInput(results: readonly (ReadRegion | UnreadableInput)[], members: readonly Member[]): CheckInput {
  const unreadable = results.flatMap(result => ('reason' in result ? [result] : []));
  const read = results.flatMap((result, index) => {
    const member = members[index];
    return 'reason' in result || member === undefined ? [] : [withoutShared(result, member, members)];
  });
  if (read.length === 0) throw new InputError(unreadable.map(({ reason }) => reason));
  return toLiveInput(read, unreadable);
}

async function readMember(
  member: RegisteredMember,
  settings: ClientSettings,
  log: (line: LogLine) => void,
  progress: ProgressLine,
): Promise<ReadRegion> {
  // First, so that a role which cannot be assumed is not an error of EC2.
  await settings.credentials?.();
  const region = await readRegion(settings, () => undefined, log);
  const shown = renderMember(member);
  return {
    ...region,
    networkAcls: region.networkAcls.map(listed => ({
      ...listed,
      source: { ...listed.source, member: shown },
    })),
    surroundings: async networkAcl => {
      progress.show(`${shown}: reading interfaces and security groups`);
      try {
        return await region.surroundings(networkAcl);
      } finally {
        progress.clear();
      }
    },
  };
}

/** What other members own is read there. */
function withoutShared(region: ReadRegion, member: Member, members: readonly Member[]): ReadRegion {
  const owners = new Set(members.filter(each => each.region === member.region).map(({ account }) => account));
  const isOthers = ({ source: { account } }: ReadRegion['networkAcls'][number]) =>
    isReviewedAsOwners(account === member.account ? undefined : account, owner => owners.has(owner));
  return { ...region, networkAcls: region.networkAcls.filter(listed => !isOthers(listed)) };
}

/** In the words of doctor, on one line. */
function toUnreadable(error: unknown, member: RegisteredMember, choice: MembersChoice): UnreadableInput {
  return { file: renderMember(member), networkAcl: undefined, reason: toReason(error, member, choice) };
}

function toReason(error: unknown, member: RegisteredMember, { profile, roleName }: MembersChoice): string {
  const cannot = `cannot read the network ACLs of ${renderMember(member)}`;
  if (error instanceof NotPermittedError && error.permission === 'sts:AssumeRole') {
    const role = `the role ${roleName} does not exist, or does not trust you`;
    return `${cannot}: ${role} -> create it there, or name another role with --role-name`;
  }
  const problem = toAwsProblem(error, { profile, region: member.region, from: 'the registry of the hub' });
  if (problem === undefined) throw error;
  return `${cannot}: ${problem.says} -> ${problem.step}`;
}
