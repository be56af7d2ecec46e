import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { RecordedCall } from './call.ts';
import type { PlaceName } from './caller.ts';
import { Exchange } from './exchange.ts';
import type { FaultInjection } from './faults.ts';
import { type AnswerOther, OtherServices } from './other-services.ts';
import { type MemberDescription, type PlaceDescription, Places, type StandInPlace } from './places.ts';
import { SnsQuery } from './sns-query.ts';
import type { SnsSubscriptions } from './sns-subscriptions.ts';
import { type PublishedMessage, SnsTopic } from './sns-topic.ts';
import { type QueuedMessage, SqsQueue } from './sqs-queue.ts';
import { SsmParameters } from './ssm-parameters.ts';
import { StsQuery } from './sts-query.ts';
import { type RoleDescription, StsSessions } from './sts-sessions.ts';

export { ServiceError } from './answer.ts';
export type { AwsService, RecordedCall } from './call.ts';
export type { NetworkAclDescription } from './ec2-network-acls.ts';
export type { PrefixList, SurroundingsDescription } from './ec2-surroundings.ts';
export type { ChosenError, Fault, FaultInjection } from './faults.ts';
export type { AnswerOther, OtherCall } from './other-services.ts';
export type { MemberDescription, StandInPlace } from './places.ts';
export type { MessageAttribute, PublishedMessage } from './sns-topic.ts';
export type { QueuedMessage } from './sqs-queue.ts';
export type { RoleDescription } from './sts-sessions.ts';

/** What there is when the stand-in starts. Account and region of the topic are its home. */
export interface StandInOptions extends PlaceDescription {
  readonly topicArn: string;
  readonly findingsTable: string;
  /** The values of SSM parameters of the type SecureString, by name; none by default. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** Custom entries per direction and address family; AWS's 20 by default. */
  readonly entryQuota?: number;
  /**
   * Other accounts and regions. With members or roles a call is for the account of its access key (`ASIA` or `AKIA` and
   * twelve digits; any other is of the home account) and the region of its signature, and each has its own network ACLs
   * and tables. Without them all calls are for one region.
   */
  readonly members?: readonly MemberDescription[];
  /** The roles that AssumeRole gives out. It refuses every other. */
  readonly roles?: readonly RoleDescription[];
  /** Answers the calls of every other service; by default they are refused. */
  readonly answerOther?: AnswerOther;
}

/** A region of AWS on 127.0.0.1, as far as the functions can see one, with other accounts and regions where asked for. */
export interface StandIn extends StandInPlace {
  /** The value of `AWS_ENDPOINT_URL`, for all services. */
  readonly endpoint: string;
  /** Every call, in the order in which they were applied. */
  readonly calls: readonly RecordedCall[];
  /** Every message that the topic took. */
  readonly published: readonly PublishedMessage[];
  /** Who gets the topic's messages; by default one confirmed email subscription. */
  readonly subscriptions: Pick<SnsSubscriptions, 'put' | 'listed'>;
  /** The URL of the region's one queue. */
  readonly queueUrl: string;
  /** Every message that the queue took. */
  readonly queued: readonly QueuedMessage[];
  /** Another account or region. Its own is the stand-in itself. */
  place(name: PlaceName): StandInPlace;
  /** The roles of all accounts. Without a role AssumeRole is refused, and its sessions may do nothing. */
  readonly roles: Pick<StsSessions, 'put' | 'remove'>;
  /** Makes all credentials of AssumeRole so far expire. */
  expireSessions(): void;
  /** Makes calls to come go wrong. */
  inject(fault: FaultInjection): void;
  /** Runs the hook once, before the next such call is applied; a call that a fault keeps out does not count. */
  before(action: string, hook: () => void | Promise<void>): void;
  /** Forgets the calls, and the messages of the topic and of the queue. */
  clearCalls(): void;
  /** Drops every connection, those of hanging requests too. */
  close(): Promise<void>;
}

const DEFAULT_ENTRY_QUOTA = 20;

/**
 * Starts a stand-in on a free port.
 *
 * @example
 * const standIn = await startStandIn({ networkAcls, topicArn, findingsTable });
 * const ec2 = new EC2Client({ endpoint: standIn.endpoint, region: 'us-east-1', credentials });
 */
export async function startStandIn(options: StandInOptions): Promise<StandIn> {
  const [, , , region = '', account = ''] = options.topicArn.split(':');
  const { members = [], roles = [] } = options;
  const places = new Places(options.entryQuota ?? DEFAULT_ENTRY_QUOTA);
  const home = await places.add({ ...options, account, region });
  for (const member of members) await places.add(member);
  const topic = new SnsTopic(options.topicArn);
  const queue = new SqsQueue();
  const sessions = new StsSessions(roles);
  const services = {
    ...{ places, sessions, sts: new StsQuery(sessions), sns: new SnsQuery(topic), sqs: queue },
    ssm: new SsmParameters(options.parameters ?? {}),
    others: new OtherServices(options.answerOther ?? (() => undefined)),
  };
  const hasOthers = members.length + roles.length > 0;
  const exchange = new Exchange(services, { account, region }, hasOthers);
  const server = await listen(exchange);
  const { port } = server.address() as AddressInfo;
  const endpoint = `http://127.0.0.1:${port}`;
  return {
    ...home.contents,
    endpoint,
    calls: exchange.calls,
    published: topic.published,
    subscriptions: topic.subscriptions,
    queueUrl: SqsQueue.url(endpoint),
    queued: queue.queued,
    place: name => places.of(name).contents,
    roles: sessions,
    expireSessions: () => sessions.expire(),
    inject: fault => exchange.faults.inject(fault),
    before: (action, hook) => exchange.hooks.add(action, hook),
    clearCalls: () => {
      exchange.calls.length = 0;
      topic.published.length = 0;
      queue.queued.length = 0;
    },
    close: () => close(server),
  };
}

async function listen(exchange: Exchange): Promise<Server> {
  const server = createServer((request, response) => {
    // What fails here is the reading of a request whose sender has gone: nobody waits for an answer.
    exchange.serve(request, response).catch(() => response.destroy());
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return server;
}

async function close(server: Server): Promise<void> {
  if (!server.listening) return;
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}
