import { containsEphemeralPorts, isBroad } from '../port-classes.ts';
import { EVERY_PORT } from '../space/port-set.ts';
import type { SecurityGroupRule } from './exposure.ts';
import type { Source } from './sources.ts';

/** Whether a rule states no service by itself: it accepts too much, or from where is not known. */
export function isWide(
  { ports = EVERY_PORT }: Pick<SecurityGroupRule, 'ports'>,
  { cidrBlock, isResolved }: Source,
): boolean {
  if (!isResolved || isBroad(ports)) return true;
  return cidrBlock.prefixLength === 0 && containsEphemeralPorts(ports);
}
