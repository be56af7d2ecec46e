import { joinFirst, toPlain } from '../../../functions/alert/words/plain-text.ts';
import type { Evidence } from '../../../functions/coverage/evidence.ts';
import type { UnreadReason } from '../../../functions/coverage/exposure/exposure.ts';
import type { Gap } from '../../../functions/coverage/gaps.ts';
import type { Direction, EntryRef } from '../../../functions/coverage/network-acl-entry.ts';
import { formatPorts } from '../../../functions/coverage/space/port-set.ts';
import type { PortsTag } from '../../../functions/review/ports-tag.ts';
import { PORTS_TAG } from '../../../functions/review/words/mode.ts';
import type { EvaluatedNetworkAcl } from '../evaluated.ts';

/** Rule numbers and groups in one line. */
const SHOWN = 6;

/** Why exposure is unknown. */
export const UNREAD: Readonly<Record<UnreadReason, string>> = {
  'not-needed': 'security groups change nothing here',
  'turned-off': 'security groups were not read',
  offline: 'security groups were not given',
  'not-allowed': 'security groups were not read: a permission is missing',
  'no-time': 'security groups were not read: there was no time',
  'shared-vpc': 'security groups were not read: another account owns the VPC',
  failed: 'security groups were not read: a call failed',
};

/** Why each gap counts as one: a line for each kind of evidence. */
export function renderEvidence(gaps: readonly Gap[], evaluated: EvaluatedNetworkAcl): string[] {
  return [...new Set(gaps.map(gap => `evidence: ${toEvidenceText(gap, evaluated)}`))];
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

/** What was assumed about the rules, and whether security groups were read. */
export function renderAssumptions({ coverage, exposure, portsTag }: EvaluatedNetworkAcl): string[] {
  const { answers, oneWay, samePort } = coverage.assumptions;
  return [
    ...renderEntries(answers, {
      ingress: 'only for replies to own requests',
      egress: 'only for replies to clients',
    }),
    ...renderEntries(oneWay, {
      ingress: 'one-way UDP without replies',
      egress: 'one-way UDP without replies',
    }),
    ...renderEntries(samePort, {
      ingress: 'UDP with one port at both ends',
      egress: 'UDP with one port at both ends',
    }),
    ...renderPortsTag(portsTag),
    ...renderExposure(coverage.gaps.length > 0, exposure),
  ];
}

function renderPortsTag(tag: PortsTag): string[] {
  switch (tag.kind) {
    case 'absent':
      return [];
    case 'narrowed':
      return [`only replies to ports ${formatPorts(tag.ephemeralPorts)} are required: tag ${PORTS_TAG}`];
    case 'ignored':
      return [`ignored: tag ${PORTS_TAG} is "${toPlain(tag.value)}", expected ${tag.expected}`];
  }
}

function renderExposure(hasGaps: boolean, exposure: EvaluatedNetworkAcl['exposure']): string[] {
  if (!hasGaps) return [];
  if (exposure.kind === 'known') return ['interfaces and security groups were read'];
  return [`every named port is a service: ${UNREAD[exposure.reason]}`];
}

function renderEntries(entries: readonly EntryRef[], meaning: Readonly<Record<Direction, string>>): string[] {
  return (['ingress', 'egress'] as const).flatMap(direction => {
    const numbers = entries
      .filter(entry => entry.direction === direction)
      .map(({ ruleNumber }) => ruleNumber);
    const side = direction === 'ingress' ? 'inbound' : 'outbound';
    return numbers.length === 0 ? [] : [`${side} ${renderRules(numbers)}: ${meaning[direction]}`];
  });
}

function renderRules(numbers: readonly number[]): string {
  const shown = joinFirst(numbers.map(String), SHOWN, 'rules');
  return `${numbers.length === 1 ? 'rule' : 'rules'} ${shown}`;
}
