import { formatMember } from '../../functions/review/member.ts';
import { npmCommand } from '../deployment/commands.ts';
import type { Hub } from '../members/hub.ts';
import type { OwnStack } from './context.ts';

/** What will happen, before the user agrees. */
export function describePlan(stacks: readonly OwnStack[], hub: Hub): string {
  const lines = stacks.map(own => `  ${own.stack.name} in ${formatMember(own)}\n`);
  return `To the hub ${hub.stack.name} in ${formatMember(hub)}:\n${lines.join('')}${PLAN}`;
}

const PLAN = `Their rules are turned off, and what is on record is copied. No one watches these accounts and
regions from then until the template for members is deployed there.
`;

/** Erases from the cursor to the end of the line (ECMA-48, EL). */
const ERASE = '\u001b[K';

export function describeProgress(who: string, left: number): string {
  return `\r${who}: waiting for empty queues, ${left} ${left === 1 ? 'message' : 'messages'} left${ERASE}`;
}

export function stillBusy(own: OwnStack, left: number): string {
  const queues = left === 1 ? 'its queues still hold 1 message' : `its queues still hold ${left} messages`;
  return `${formatMember(own)}: ${queues}, so nothing was copied, and its rules stay off
  see what fails: ${npmCommand(own.place, 'doctor')}
  then run hand-over again, or turn the rules on: ${undoCommand(own)}
`;
}

/** After an error: what state the stack is in. */
export function rulesStayOff(own: OwnStack): string {
  return `${formatMember(own)}: its rules stay off; run hand-over again, or turn them on: ${undoCommand(own)}\n`;
}

/** What the user does next, in this order. */
export function nextSteps(own: OwnStack): string {
  return `  next:     deploy the template for members in ${formatMember(own)} (docs/organisation.md)
  then:     npm run doctor -- --organisation
  at last:  ${npmCommand(own.place, 'remove')}
  or back:  ${undoCommand(own)}
`;
}

function undoCommand({ place }: OwnStack): string {
  return npmCommand(place, 'hand-over', '--undo');
}
