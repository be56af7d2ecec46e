import { DescribeNetworkAclsCommand, type EC2Client } from '@aws-sdk/client-ec2';
import { renderEntry } from '../../functions/alert/words/entry-text.ts';
import { parseNetworkAcl } from '../../functions/aws/network-acl-shape.ts';
import { type Coverage, evaluateCoverage } from '../../functions/coverage/coverage.ts';
import { LAST_RULE_NUMBER } from '../../functions/coverage/network-acl-entry.ts';
import { ParseError } from '../../functions/parsing/definition.ts';
import type { Finding, NetworkAclKey } from '../../functions/review/finding.ts';
import type { Findings, ReviewSettings } from '../../functions/review/interfaces.ts';
import { ask, NoAnswerError } from '../deployment/ask.ts';
import { BACK_OFF, type WaitingClock } from './clock.ts';
import { compareToPromise, type GuardPromise, type PromiseVerdict, toSurroundings } from './promise.ts';
import { SmokeError } from './smoke-error.ts';

/** Milliseconds between two reads of the findings table. */
const POLL = 2_000;

/** What the wait needs from outside. */
export interface WaitContext {
  readonly findings: Pick<Findings, 'read'>;
  readonly ec2: EC2Client;
  readonly clock: WaitingClock;
  readonly signal: AbortSignal;
  readonly settings: ReviewSettings;
  readonly readExposure: boolean;
  /** Seconds. */
  readonly timeout: number;
}

/** The result of a test; `added` are the outbound rules that exist afterwards. */
export type SmokeResult =
  | Exclude<PromiseVerdict, { kind: 'kept' }>
  | (Extract<PromiseVerdict, { kind: 'kept' }> & { readonly added: readonly string[] });

/**
 * Reads the findings table until the guard has reported the network ACL, and says whether that is what the mode promises.
 *
 * @returns `waiting` if the guard reported nothing in time
 */
export async function waitForAlert(
  context: WaitContext,
  key: NetworkAclKey,
  promise: GuardPromise,
): Promise<SmokeResult> {
  const { clock, signal } = context;
  const end = clock.now().getTime() + context.timeout * 1_000;
  for (;;) {
    const verdict = compareToPromise(await readFinding(context, key), promise);
    if (verdict.kind === 'kept') return checkRules(context, key.networkAclId, promise, verdict);
    if (verdict.kind === 'broken' || clock.now().getTime() >= end) return verdict;
    await clock.wait(POLL, signal);
  }
}

/** A call that fails is not an end: the next read follows. */
async function readFinding({ findings }: WaitContext, key: NetworkAclKey): Promise<Finding | undefined> {
  try {
    return await ask('dynamodb:GetItem', () => findings.read(key));
  } catch (error) {
    const { cause } = error as Error;
    if (cause instanceof ParseError) throw new SmokeError(cause.message, { cause });
    if (error instanceof NoAnswerError) return undefined;
    throw error;
  }
}

const PROMISED_STATUSES = { gap: 'gap', remediated: 'covered' } as const satisfies Record<
  GuardPromise['kind'],
  Coverage['status']
>;

/** Whether the rules are as the guard reported them. A read may be older than the change: then it is repeated. */
async function checkRules(
  context: WaitContext,
  networkAclId: string,
  { kind }: GuardPromise,
  { alertedAt }: Extract<PromiseVerdict, { kind: 'kept' }>,
): Promise<SmokeResult> {
  const expected = PROMISED_STATUSES[kind];
  let rules = await readRules(context, networkAclId);
  for (const wait of BACK_OFF.slice(0, 3)) {
    if (rules.status === expected) return { kind: 'kept', alertedAt, added: rules.outbound };
    await context.clock.wait(wait, context.signal);
    rules = await readRules(context, networkAclId);
  }
  if (rules.status === expected) return { kind: 'kept', alertedAt, added: rules.outbound };
  return { kind: 'broken', why: `the network ACL is ${rules.status}, but the mode promises ${expected}` };
}

async function readRules({ ec2, settings, readExposure }: WaitContext, networkAclId: string) {
  const { NetworkAcls = [] } = await ask('ec2:DescribeNetworkAcls', () =>
    ec2.send(new DescribeNetworkAclsCommand({ NetworkAclIds: [networkAclId] })),
  );
  const [described] = NetworkAcls;
  if (described === undefined) return { status: 'gone', outbound: [] };
  const networkAcl = parseNetworkAcl(described);
  const outbound = networkAcl.entries.filter(
    ({ direction, ruleNumber }) => direction === 'egress' && ruleNumber <= LAST_RULE_NUMBER,
  );
  const { status } = evaluateCoverage(networkAcl, toSurroundings(readExposure), settings);
  return { status, outbound: outbound.map(renderEntry) };
}
