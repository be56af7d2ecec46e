import { ALL_PROTOCOLS } from '../network-acl-entry.ts';
import { containsEphemeralPorts, isBroad } from '../port-classes.ts';
import { EVERY_PORT } from '../space/port-set.ts';
import type { SecurityGroupRule } from './exposure.ts';
import type { Source } from './sources.ts';

/** Whether a rule states no service by itself: it accepts too much, or from where is not known. */
export function isWide(
  { protocol, ports = EVERY_PORT }: SecurityGroupRule,
  { cidrBlock, isResolved }: Source,
): boolean {
  if (protocol === ALL_PROTOCOLS || !isResolved || isBroad(ports)) return true;
  return cidrBlock.prefixLength === 0 && containsEphemeralPorts(ports);
}
