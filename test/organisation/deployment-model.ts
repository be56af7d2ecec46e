import type { EC2Client } from '@aws-sdk/client-ec2';
import { Ec2NetworkAcls } from '../../functions/aws/ec2-network-acls.ts';
import { type Environment, parseEnvironment } from '../../functions/aws/environment.ts';
import { createExposureReader } from '../../functions/aws/exposure-readers.ts';
import type { HubSettings } from '../../functions/aws/hub-variables.ts';
import { assumeRoleBy, type SessionCredentials } from '../../functions/aws/members/assume-role.ts';
import { MemberCredentials } from '../../functions/aws/members/member-credentials.ts';
import { MemberRoles } from '../../functions/aws/members/member-roles.ts';
import { contextsOver, type ReviewContexts } from '../../functions/aws/members/review-contexts.ts';
import type { Log, ReviewContext } from '../../functions/review/interfaces.ts';
import { Chance } from './chance.ts';
import { Ec2Model } from './ec2-model.ts';
import { FindingsModel } from './findings-model.ts';
import { HOME, IGNORED, type Size } from './organisation.ts';
import { RegistryModel } from './registry-model.ts';
import { Sessions, toAccount } from './sessions.ts';
import { SweepQueueModel } from './sweep-queue-model.ts';
import { TopicModel } from './topic-model.ts';

/** Faults that a simulation has to find. */
export const MUTANTS = [
  /** Sessions are kept by region instead of account. */
  'cross',
  /** The end of a session is never looked at. */
  'expiry',
] as const;
export type Mutant = (typeof MUTANTS)[number];

const ENVIRONMENT = parseEnvironment({
  MODE: 'remediate',
  READ_EXPOSURE: 'false',
  // What is added repairs outbound replies only: an inbound problem would stay open under an alert about them.
  REPORT_INGRESS: 'false',
  ALERT_TOPIC_ARN: `arn:aws:sns:${HOME.region}:${HOME.account}:alerts`,
  FINDINGS_TABLE: 'findings',
  NAMESPACE: 'guard-prod',
  ORGANIZATION_ID: 'o-a1b2c3d4e5',
  IGNORED_ACCOUNTS: IGNORED,
});

const START = Date.UTC(2026, 10, 20);

/** A hub and its members: the real guard and sweep, in a virtual time, over models of what AWS does. */
export class DeploymentModel {
  /** Milliseconds since the epoch. */
  now = START;
  readonly environment: Environment = ENVIRONMENT;
  readonly chance: Chance;
  readonly sessions: Sessions;
  readonly ec2: Ec2Model;
  readonly findings: FindingsModel;
  readonly registry = new RegistryModel();
  readonly topic: TopicModel;
  readonly sweepQueue: SweepQueueModel;
  readonly contexts: ReviewContexts;
  readonly own: ReviewContext;
  readonly #mutant: Mutant | undefined;

  /** @param log - gets each line of guard and sweep */
  constructor(size: Size, seed: number, log: Log, mutant?: Mutant) {
    const now = () => this.now;
    this.#mutant = mutant;
    this.chance = new Chance(seed);
    this.sessions = new Sessions(now, this.chance);
    this.ec2 = new Ec2Model(size, this.sessions, this.chance);
    this.findings = new FindingsModel(this.chance);
    this.topic = new TopicModel(this.chance);
    this.sweepQueue = new SweepQueueModel(now, this.chance);
    const own = this.ec2.clientOf(HOME, async () => undefined);
    this.own = {
      settings: ENVIRONMENT.settings,
      networkAcls: new Ec2NetworkAcls(own, () => own, ENVIRONMENT),
      exposure: createExposureReader(ENVIRONMENT, log),
      findings: this.findings,
      clock: { now: () => new Date(this.now), wait: async milliseconds => this.#pass(milliseconds) },
      log,
    };
    this.contexts = contextsOver(this.#createSources(), ENVIRONMENT, this.own);
  }

  #pass(milliseconds: number): void {
    this.now += milliseconds;
  }

  get hub(): HubSettings {
    const { hub } = this.environment;
    if (hub === undefined) throw new Error('the environment is that of no hub');
    return hub;
  }

  #createSources() {
    const roles = new MemberRoles(
      assumeRoleBy(() => this.sessions.client),
      'aws',
      this.hub,
    );
    const keys = new SessionKeys(this.#mutant);
    const credentials = new MemberCredentials(
      key => roles.reader(keys.toAccount(key)),
      () => (this.#mutant === 'expiry' ? START : this.now),
    );
    const reader = (account: string, region: string): EC2Client => {
      const member = { account, region };
      if (account === HOME.account) return this.ec2.clientOf(member, async () => undefined);
      const key = keys.toKey(member);
      const client = this.ec2.clientOf(member, () => credentials.of(key));
      const send = (command: never) => credentials.renewing(key, () => client.send(command));
      return { send } as unknown as EC2Client;
    };
    // As in AWS, the session of a writer decides in which account it writes.
    const writer = (region: string, session?: SessionCredentials) =>
      this.ec2.clientOf({ account: toAccount(session), region }, async () => session);
    return { roles, findings: this.findings, clients: { reader, pageReader: reader, writer } };
  }
}

/** By what sessions are kept. */
class SessionKeys {
  readonly #mutant: Mutant | undefined;
  readonly #lastAccounts = new Map<string, string>();

  constructor(mutant: Mutant | undefined) {
    this.#mutant = mutant;
  }

  toKey({ account, region }: { readonly account: string; readonly region: string }): string {
    if (this.#mutant !== 'cross') return account;
    this.#lastAccounts.set(region, account);
    return region;
  }

  toAccount(key: string): string {
    return this.#lastAccounts.get(key) ?? key;
  }
}
