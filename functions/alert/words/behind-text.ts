import type { InterfaceOwner } from '../../coverage/exposure/exposure.ts';
import type { CoverageAlert } from '../../review/words/alert.ts';
import { egressGaps } from './alert-gaps.ts';
import { joinFirst, withName } from './plain-text.ts';

const OWNERS_SHOWN = 4;

/**
 * `load balancer web, instance i-1 (web-1) and 2 more of them`: whose replies are blocked. Empty where nothing is known to
 * be behind the network ACL.
 */
export function renderBehind({ coverage, names }: CoverageAlert): string {
  if (coverage.assumptions.exposure === 'unknown')
    return 'not known, because interfaces and security groups were not read';
  const owners = egressGaps(coverage).flatMap(({ behind }) => behind);
  const texts = new Set(owners.map(owner => renderOwner(owner, names)));
  return joinFirst([...texts], OWNERS_SHOWN, 'of them');
}

/** An interface without a better name is known by its description or its id. */
function renderOwner({ type, name }: InterfaceOwner, names: CoverageAlert['names']): string {
  return `${type} ${withName(name, names.get(name))}`;
}
