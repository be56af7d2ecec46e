import { escapeUnprintable } from '../../functions/parsing/printable.ts';
import { formatMember } from '../../functions/review/member.ts';
import { NotThereError } from '../deployment/ask.ts';
import { toAwsProblem } from '../deployment/aws-problems.ts';
import { InputError } from '../input/input-error.ts';
import { listMembers } from '../members/hub.ts';
import { runProgram } from '../terminal/run-program.ts';
import { switchHeartbeatAlarm } from './alarm.ts';
import type { HandOverContext, OwnStack } from './context.ts';
import { type CopyTarget, copyFindings, readFindings } from './copy-findings.ts';
import { type HandOverOptions, parseOptions } from './options.ts';
import { checkAccepted, readOwnStack, readTargetHub, type TargetHub } from './own-stack.ts';
import { waitForEmptyQueues } from './queues.ts';
import { switchRules } from './rules.ts';
import { describePlan, describeProgress, nextSteps, rulesStayOff, stillBusy } from './texts.ts';

/**
 * The program: hands stacks of their own account and region over to a hub.
 *
 * @returns the exit code: 0 handed over or undone, 1 it failed or was not wanted, 2 the options cannot be used
 */
export async function handOver(args: readonly string[], context: HandOverContext): Promise<number> {
  const { stdout, stderr } = context;
  try {
    return await runProgram(parseOptions(args), stdout, options =>
      options.undo ? undo(options, context) : handOverAll(options, context),
    );
  } catch (error) {
    const line = toLine(error);
    if (line === undefined) throw error;
    stderr.write(`${line}\n`);
    return error instanceof InputError ? 2 : 1;
  }
}

/** What an operator reads of an error; undefined: it is a defect. */
function toLine(error: unknown): string | undefined {
  if (error instanceof InputError || error instanceof NotThereError) return error.message;
  const problem = toAwsProblem(error, { profile: undefined, region: 'the region', from: 'the options' });
  return problem && `${problem.says} -> ${problem.step}`;
}

async function handOverAll(options: HandOverOptions, context: HandOverContext): Promise<number> {
  const target = await readTargetHub(options.hub, context);
  const stacks: OwnStack[] = [];
  for (const place of options.stacks) stacks.push(await readOwnStack(place, context));
  for (const stack of stacks) checkAccepted(stack, target);
  context.stdout.write(describePlan(stacks, target.hub));
  if (!(await isWanted(options, context))) return 1;
  for (const stack of stacks) if (!(await handOverOne(stack, target, options, context))) return 1;
  return 0;
}

async function isWanted({ yes }: HandOverOptions, { confirm }: HandOverContext): Promise<boolean> {
  if (yes) return true;
  if (confirm === undefined) throw new InputError('No terminal to ask on, expected --yes to hand over');
  return confirm('Hand over? [y/N] ');
}

/** @returns whether it is done */
async function handOverOne(
  own: OwnStack,
  target: TargetHub,
  options: HandOverOptions,
  context: HandOverContext,
): Promise<boolean> {
  // First: what may not be read is to be known while the rules are on.
  await listMembers(target.clients.dynamodb, target.hub);
  await readFindings(own);
  try {
    if (!(await quieten(own, options, context))) return false;
    // Again: it may have become a member in the minutes of waiting.
    const members = await listMembers(target.clients.dynamodb, target.hub);
    const isReviewed = members.some(member => formatMember(member) === formatMember(own));
    const table = target.hub.findingsTable;
    await moveFindings(own, { client: target.clients.dynamodb, table, isReviewed }, context);
    return true;
  } catch (error) {
    context.stderr.write(rulesStayOff(own));
    throw error;
  }
}

/** Turns the rules off, and waits until nothing is left to do. @returns whether nothing is left */
async function quieten(
  own: OwnStack,
  { timeout }: HandOverOptions,
  { stdout, clock }: HandOverContext,
): Promise<boolean> {
  const who = formatMember(own);
  stdout.write(`${who}: ${await switchRules(own, 'off')} rules are off\n`);
  await switchHeartbeatAlarm(own, 'off');
  const onLook = (left: number) => {
    if (stdout.isTTY) stdout.write(describeProgress(who, left));
  };
  const left = await waitForEmptyQueues(own, timeout, clock, onLook);
  if (stdout.isTTY) stdout.write('\n');
  if (left > 0) stdout.write(stillBusy(own, left));
  return left === 0;
}

async function moveFindings(
  own: OwnStack,
  target: CopyTarget,
  { stdout, stderr }: HandOverContext,
): Promise<void> {
  const { findings, unreadable } = await readFindings(own);
  const { copied, kept } = await copyFindings(findings, target);
  for (const reason of unreadable) stderr.write(`not copied: ${escapeUnprintable(reason)}\n`);
  const already = kept > 0 ? `, ${kept} were there already` : '';
  const what = copied === 1 ? '1 finding' : `${copied} findings`;
  stdout.write(`${formatMember(own)}: its queues are empty; ${what} copied to the hub${already}\n`);
  stdout.write(nextSteps(own));
}

async function undo({ stacks }: HandOverOptions, context: HandOverContext): Promise<number> {
  for (const place of stacks) {
    const own = await readOwnStack(place, context);
    const count = await switchRules(own, 'on');
    await switchHeartbeatAlarm(own, 'on');
    context.stdout.write(`${formatMember(own)}: ${count} rules are on again; what the hub has stays there\n`);
  }
  return 0;
}
