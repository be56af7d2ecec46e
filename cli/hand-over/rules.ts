import { DisableRuleCommand, EnableRuleCommand } from '@aws-sdk/client-eventbridge';
import { ask } from '../deployment/ask.ts';
import type { LogicalId } from '../deployment/stack.ts';
import type { OwnStack } from './context.ts';

/**
 * The rules that start reviews, sweeps and reports. The tamper rule stays on: until the stack is removed, its roles could
 * still be used.
 */
const RULES: readonly LogicalId[] = [
  'ChangeRule',
  'TagRule',
  'SweepRule',
  'SweepAfterDeployRule',
  'ReportRule',
];

/** Turns the rules of the stack on or off. A stack of an earlier version has fewer. @throws what `ask` throws */
export async function switchRules(
  { stack, clients }: Pick<OwnStack, 'stack' | 'clients'>,
  to: 'on' | 'off',
): Promise<number> {
  const names = RULES.flatMap(logicalId => stack.resources.get(logicalId)?.physicalId ?? []);
  for (const Name of names) {
    if (to === 'on')
      await ask('events:EnableRule', () => clients.eventBridge.send(new EnableRuleCommand({ Name })));
    else await ask('events:DisableRule', () => clients.eventBridge.send(new DisableRuleCommand({ Name })));
  }
  return names.length;
}
