import { formatCidrBlock } from '../../coverage/space/cidr-block.ts';
import type { CoverageAlert } from '../../review/words/alert.ts';
import type { AcceptingGroup, Impact } from '../../review/words/impact.ts';
import { renderMatch } from '../words/entry-text.ts';
import { joinWords } from '../words/plain-text.ts';
import { renderPortsOf } from '../words/service-text.ts';
import { renderMore } from '../words/target-text.ts';

const SHOWN = 3;

/** Why the replies count as required: `security group web accepts tcp/443 from 0.0.0.0/0`. */
export function renderEvidence(alert: CoverageAlert): string | undefined {
  const [impact] = alert.impacts;
  if (impact === undefined) return undefined;
  const [group, ...others] = impact.groups.shown;
  if (impact.evidence === 'accepted' && group) {
    const more = renderMore(others.length + impact.groups.omitted, 'security group');
    return joinWords([renderGroup(group, impact), ...more]);
  }
  const rules = renderRules(alert, impact);
  if (rules === undefined) return undefined;
  if (impact.direction === 'ingress') return rules;
  if (impact.evidence === 'unaccepted') return `${rules}; no security group accepts it`;
  return `${rules}; ${renderUnread(alert)}`;
}

function renderGroup({ id, name, services, sources }: AcceptingGroup, { transport }: Impact): string {
  const ports = services.slice(0, SHOWN).map(range => renderPortsOf(transport, range));
  const accepted = joinWords([...ports, ...renderMore(services.length - ports.length, 'service')]);
  const from = joinWords([...sources.shown.slice(0, SHOWN), ...renderMore(sources.omitted, '')]);
  return `security group ${name || id} accepts ${accepted} from ${from}`;
}

/** `inbound rule 100 names tcp/22`; undefined where no rule is known. */
function renderRules({ networkAcl }: CoverageAlert, impact: Impact): string | undefined {
  const { direction, admittedBy, evidence } = impact;
  const [ruleNumber] = admittedBy.shown;
  const entry = networkAcl.entries.find(one => one.direction !== direction && one.ruleNumber === ruleNumber);
  if (ruleNumber === undefined || entry === undefined) return undefined;
  const side = direction === 'egress' ? 'inbound' : 'outbound';
  const more = renderMore(admittedBy.shown.length - 1 + admittedBy.omitted, 'rule');
  const also = more.length > 0 ? `, and ${more[0]} let clients in` : '';
  const verb = direction === 'egress' ? 'names' : 'allows';
  const to = direction === 'egress' ? also : ` to ${formatCidrBlock(entry.cidrBlock)}`;
  const what = evidence === 'broad' ? 'allows everything' : `${verb} ${renderMatch(entry)}`;
  return `${side} rule ${ruleNumber} ${what}${to}`;
}

function renderUnread({ coverage, impacts }: CoverageAlert): string {
  const isKnown = coverage.assumptions.exposure === 'known';
  if (!isKnown) return 'security groups were not read';
  const isEmpty = impacts[0]?.targets.shown.every(({ type }) => type === 'subnet');
  return isEmpty ? 'the subnets have no interfaces yet' : 'what is behind it has no security group';
}
