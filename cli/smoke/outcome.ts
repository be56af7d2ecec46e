import { DescribeNetworkAclsCommand, type EC2Client } from '@aws-sdk/client-ec2';
import { renderEntry } from '../../functions/alert/words/entry-text.ts';
import { parseNetworkAcl } from '../../functions/aws/network-acl-shape.ts';
import { evaluateCoverage } from '../../functions/coverage/coverage.ts';
import { nothingKnown } from '../../functions/coverage/exposure/exposure.ts';
import { LAST_RULE_NUMBER } from '../../functions/coverage/network-acl-entry.ts';
import { ParseError } from '../../functions/parsing/definition.ts';
import type { Finding, NetworkAclKey } from '../../functions/review/finding.ts';
import type { Findings, ReviewSettings } from '../../functions/review/interfaces.ts';
import { ask, NoAnswerError } from '../deployment/ask.ts';
import { BACK_OFF, type Clock } from './clock.ts';
import { type GuardPromise, holdAgainst, type Verdict } from './promise.ts';
import { SmokeError } from './smoke-error.ts';

/** Milliseconds between two looks at the findings table. */
const POLL = 2_000;

/** What waiting needs from outside. */
export interface Watch {
  readonly findings: Pick<Findings, 'read'>;
  readonly ec2: EC2Client;
  readonly clock: Clock;
  readonly signal: AbortSignal;
  readonly settings: ReviewSettings;
  /** Seconds. */
  readonly timeout: number;
}

/** What came of it; `added` are the outbound rules that stand then. */
export type Outcome =
  | Exclude<Verdict, { kind: 'kept' }>
  | (Extract<Verdict, { kind: 'kept' }> & { readonly added: readonly string[] });

/**
 * Looks into the findings table until people have been told something of the network ACL, and says whether that is
 * what was promised.
 *
 * @returns `waiting` where nothing came in time
 */
export async function waitForOutcome(
  watch: Watch,
  key: NetworkAclKey,
  promise: GuardPromise,
): Promise<Outcome> {
  const { clock, signal } = watch;
  const end = clock.now().getTime() + watch.timeout * 1_000;
  for (;;) {
    const verdict = holdAgainst(await readFinding(watch, key), promise);
    if (verdict.kind === 'kept') return checkRules(watch, key.networkAclId, promise, verdict);
    if (verdict.kind === 'broken' || clock.now().getTime() >= end) return verdict;
    await clock.wait(POLL, signal);
  }
}

/** A look that fails in passing is followed by the next. */
async function readFinding({ findings }: Watch, key: NetworkAclKey): Promise<Finding | undefined> {
  try {
    return await ask('dynamodb:GetItem', () => findings.read(key));
  } catch (error) {
    const { cause } = error as Error;
    if (cause instanceof ParseError) throw new SmokeError(cause.message, { cause });
    if (error instanceof NoAnswerError) return undefined;
    throw error;
  }
}

/** Whether the rules stand as people were told. A read may be older than what the guard has seen: then again. */
async function checkRules(
  watch: Watch,
  networkAclId: string,
  { kind }: GuardPromise,
  { alertedAt }: Extract<Verdict, { kind: 'kept' }>,
): Promise<Outcome> {
  const expected = kind === 'remediated' ? 'covered' : 'gap';
  let rules = await readRules(watch, networkAclId);
  for (const wait of BACK_OFF.slice(0, 3)) {
    if (rules.status === expected) return { kind: 'kept', alertedAt, added: rules.outbound };
    await watch.clock.wait(wait, watch.signal);
    rules = await readRules(watch, networkAclId);
  }
  if (rules.status === expected) return { kind: 'kept', alertedAt, added: rules.outbound };
  return { kind: 'broken', why: `the network ACL is ${rules.status}, and the mode promises ${expected}` };
}

async function readRules({ ec2, settings }: Watch, networkAclId: string) {
  const { NetworkAcls = [] } = await ask('ec2:DescribeNetworkAcls', () =>
    ec2.send(new DescribeNetworkAclsCommand({ NetworkAclIds: [networkAclId] })),
  );
  const [described] = NetworkAcls;
  if (described === undefined) return { status: 'gone', outbound: [] };
  const { entries } = parseNetworkAcl(described);
  const outbound = entries.filter(
    ({ direction, ruleNumber }) => direction === 'egress' && ruleNumber <= LAST_RULE_NUMBER,
  );
  return {
    status: evaluateCoverage({ entries, subnetIds: [], inUse: true }, nothingKnown('offline'), settings)
      .status,
    outbound: outbound.map(renderEntry),
  };
}
