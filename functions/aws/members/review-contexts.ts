import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { STSClient } from '@aws-sdk/client-sts';
import type { Findings, Log, NetworkAcls, ReviewContext } from '../../review/interfaces.ts';
import { formatMember, type Member } from '../../review/member.ts';
import { CLIENT_SETTINGS, onFirstCall } from '../clients.ts';
import type { ExposureSources } from '../ec2-exposure.ts';
import { Ec2NetworkAcls } from '../ec2-network-acls.ts';
import type { Environment } from '../environment.ts';
import { ExpiringMap } from '../exposure/expiring-map.ts';
import { createExposureReader } from '../exposure-readers.ts';
import { FindingsTable } from '../findings-table.ts';
import type { HubSettings } from '../hub-variables.ts';
import { besideFindings } from '../review-context.ts';
import { assumeRoleBy } from './assume-role.ts';
import { MemberClients } from './member-clients.ts';
import { MemberCredentials, MOST_ACCOUNTS, REFUSED } from './member-credentials.ts';
import { MemberNetworkAcls, type OpenWriter, type WriteRefusals } from './member-network-acls.ts';
import { MemberRoles } from './member-roles.ts';
import { Recent } from './recent.ts';

/** Members whose clients and facts a warm instance keeps. */
const MOST_MEMBERS = 100;

/** What reviews of each member need. */
export interface ReviewContexts {
  /** For reviews of one member; it remembers facts while the member is among the last hundred. */
  readonly contextOf: (member: Member) => ReviewContext;
  /** What its reader of exposure is made of; undefined: the hub's own. */
  readonly sourcesOf: (member: Member) => ExposureSources | undefined;
}

interface Reviewing {
  readonly context: ReviewContext;
  readonly sources?: ExposureSources;
}

/** What reviews of other members are made of. */
export interface MemberSources {
  readonly clients: Pick<MemberClients, 'reader' | 'pageReader' | 'writer'>;
  readonly roles: Pick<MemberRoles, 'remediator'>;
  readonly findings: Findings;
}

/**
 * Over the SDK: the hub's own account by the function's role, others by the roles of the member template.
 *
 * @param own - of {@link createReviewContext}: what all members share, and the hub's own account and region
 */
export function createReviewContexts(
  environment: Environment,
  hub: HubSettings,
  own: ReviewContext,
  findingsClient: () => DynamoDBClient,
): ReviewContexts {
  const { account, region, partition, findingsTables } = environment;
  const sts = onFirstCall(() => new STSClient({ ...CLIENT_SETTINGS, region }));
  const roles = new MemberRoles(assumeRoleBy(sts), partition, hub);
  const clients = new MemberClients(account, new MemberCredentials(id => roles.reader(id), Date.now));
  // The table of 0.1.0 holds findings of the hub's own account and region only: its keys have no account.
  const findings = new FindingsTable(findingsClient, { current: findingsTables.current });
  return contextsOver({ clients, roles, findings }, environment, own);
}

/** As {@link createReviewContexts}, over clients of any kind. */
export function contextsOver(
  sources: MemberSources,
  environment: Environment,
  own: ReviewContext,
): ReviewContexts {
  const home: Reviewing = { context: { ...own, log: logOf(environment, own.log) } };
  const isHome = ({ account, region }: Member) =>
    account === environment.account && region === environment.region;
  const recent = new Recent<Reviewing>(MOST_MEMBERS);
  const refusals: WriteRefusals = new ExpiringMap(REFUSED, MOST_ACCOUNTS, () => own.clock.now().getTime());
  const ofMembers = { ...sources, refusals };
  const reviewingOf = (member: Member) =>
    isHome(member)
      ? home
      : recent.getOr(formatMember(member), () => createReviewing(member, ofMembers, environment, own));
  return {
    contextOf: member => reviewingOf(member).context,
    sourcesOf: member => reviewingOf(member).sources,
  };
}

function createReviewing(
  member: Member,
  { clients, roles, findings, refusals }: MemberSources & { readonly refusals: WriteRefusals },
  environment: Environment,
  own: ReviewContext,
): Reviewing {
  const { account, partition } = environment;
  const log = logOf(member, own.log);
  const sources = toSources(member, clients, log);
  const exposure = createExposureReader(environment, log, sources);
  const { region } = member;
  const networkAcls = createNetworkAcls(
    { account: member.account, region, partition },
    account,
    clients,
    roles,
    refusals,
  );
  const pair = besideFindings(own.settings, networkAcls, findings);
  return { context: { ...own, ...pair, exposure, log }, sources };
}

/** Every line says which member it is about. */
function logOf({ account, region }: Member, log: Log): Log {
  return line => log({ ...line, account, region });
}

function toSources(
  { account, region }: Member,
  clients: MemberSources['clients'],
  log: Log,
): ExposureSources {
  return { client: onFirstCall(() => clients.pageReader(account, region)), account, log, now: Date.now };
}

/** @param own - the account that the functions may read and write by their own roles */
function createNetworkAcls(
  place: Pick<NetworkAcls, 'account' | 'region' | 'partition'>,
  own: string,
  clients: MemberSources['clients'],
  roles: MemberSources['roles'],
  refusals: WriteRefusals,
): NetworkAcls {
  const { account, region } = place;
  const over = (writer: () => ReturnType<MemberClients['writer']>) =>
    new Ec2NetworkAcls(clients.reader(account, region), writer, place);
  const reader = over(onFirstCall(() => clients.writer(region)));
  const openWriter: OpenWriter = async written => {
    if (account === own) return reader;
    const session = await roles.remediator(written);
    return over(() => clients.writer(region, session));
  };
  return new MemberNetworkAcls(reader, openWriter, refusals);
}
