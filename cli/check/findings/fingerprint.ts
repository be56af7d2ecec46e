import { createHash } from 'node:crypto';
import type { EvaluatedNetworkAcl } from '../evaluated.ts';
import type { CheckFinding } from './finding.ts';

/**
 * Names a finding from run to run: by where it is, its rule, and which replies are denied. A new gap is a new finding,
 * and a renamed file or another line is not.
 *
 * @returns 32 hexadecimal digits
 */
export function fingerprintOf(
  { networkAcl, source }: Pick<EvaluatedNetworkAcl, 'networkAcl' | 'source'>,
  { rule, facts }: Pick<CheckFinding, 'rule' | 'facts'>,
): string {
  const { account = '', region = '', address } = source;
  const where = address ?? networkAcl.networkAclId;
  const text = JSON.stringify([account, region, where, rule, facts]);
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
