import { joinFirst } from '../../../functions/alert/words/plain-text.ts';
import type { Evidence } from '../../../functions/coverage/evidence.ts';
import type { Gap } from '../../../functions/coverage/gaps.ts';
import type { EvaluatedNetworkAcl } from '../evaluated.ts';
import { UNREAD } from './unread-reasons.ts';

/** Rule numbers and groups in one line. */
const SHOWN = 6;

/** Why gaps count as such: a sentence for each kind of evidence. */
export function renderEvidence(gaps: readonly Gap[], evaluated: EvaluatedNetworkAcl): string[] {
  return [...new Set(gaps.map(gap => `Evidence: ${toEvidenceText(gap, evaluated)}.`))];
}

function toEvidenceText(gap: Gap, { exposure }: EvaluatedNetworkAcl): string {
  const requests = gap.direction === 'egress' ? 'inbound' : 'outbound';
  const rules = `${requests} ${renderRules(gap.admittedBy)}`;
  const several = gap.admittedBy.length > 1;
  const groups = exposure.kind === 'unknown' ? UNREAD[exposure.reason] : 'no security group accepts them';
  const texts: Readonly<Record<Evidence, string>> = {
    accepted: `${renderGroups(gap.acceptedBy)} the ports`,
    named: `${rules} ${several ? 'name' : 'names'} the ports; ${exposure.kind === 'unknown' ? groups : renderBehind(gap)}`,
    broad: `${rules} ${several ? 'allow' : 'allows'} everything; ${exposure.kind === 'unknown' ? groups : 'only wide security group rules accept it'}`,
    unaccepted: 'no security group accepts the ports',
  };
  return gap.direction === 'ingress'
    ? `${rules} ${several ? 'name' : 'names'} the ports`
    : texts[gap.evidence];
}

function renderGroups(groupIds: readonly string[]): string {
  if (groupIds.length === 0) return 'an interface without security groups accepts';
  const shown = joinFirst(groupIds, SHOWN, 'groups');
  return groupIds.length === 1 ? `security group ${shown} accepts` : `security groups ${shown} accept`;
}

function renderBehind({ behind }: Gap): string {
  return behind.length === 0
    ? 'no interface uses the subnets'
    : 'an interface without security groups can be called';
}

export function renderRules(numbers: readonly number[]): string {
  const shown = joinFirst(numbers.map(String), SHOWN, 'rules');
  return `${numbers.length === 1 ? 'rule' : 'rules'} ${shown}`;
}
