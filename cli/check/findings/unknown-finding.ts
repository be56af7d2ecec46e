import { capitalize, joinFirst, toPlain } from '../../../functions/alert/words/plain-text.ts';
import type { UnknownPart } from '../../input/listed-network-acl.ts';
import type { EvaluatedNetworkAcl } from '../evaluated.ts';
import { renderBefore } from './difference.ts';
import type { CheckFinding } from './finding.ts';
import { toGapFinding } from './gap-finding.ts';

const SHOWN = 3;

/** A network ACL of which a value or a rule is not known. */
export function toNoVerdict(evaluated: EvaluatedNetworkAcl): CheckFinding {
  const { unknown, coverage } = evaluated;
  const values = unknown.filter(one => one.kind === 'value');
  const partial = unknown.filter(one => one.kind === 'rules');
  const conditions = unknown.filter(one => one.kind === 'condition');
  const known =
    toGapFinding(evaluated, 'egress', coverage.severity) ??
    toGapFinding(evaluated, 'ingress', coverage.ingressSeverity);
  const [headline = 'Not all of its rules are known.', ...more] = [
    ...renderValues(values),
    ...partial.map(renderPartial),
    ...conditions.map(({ expression }) => `The result depends on ${toPlain(expression)}.`),
  ];
  const without =
    known && partial.length === 0
      ? [`Without ${values.length === 1 ? 'it' : 'them'}: ${known.headline}`]
      : [];
  return {
    rule: 'no-verdict',
    level: 'unknown',
    headline,
    difference: renderBefore(evaluated),
    title: 'no verdict',
    causes: [...more, ...without],
    evidence: [],
    entries: [],
    advice: [
      ...(values.length > 0 ? ['Give the value as a literal or a variable to get a verdict.'] : []),
      ...(conditions.length > 0 ? ['Give the values of the parameters with --parameters FILE.'] : []),
      ...(partial.length > 0 ? ['Add its other rules with --network-acls FILE.'] : []),
    ],
    facts: unknown.map(({ kind, expression }) => `${kind} ${expression}`).join(),
  };
}

/** `Outbound rule 120 has aws_vpc.other.cidr_block: known only after apply.` */
function renderValues(values: readonly Extract<UnknownPart, { kind: 'value' }>[]): string[] {
  return values.slice(0, SHOWN).map(({ direction, ruleNumber, expression }) => {
    const side = direction === undefined ? '' : direction === 'egress' ? 'outbound ' : 'inbound ';
    const rule = ruleNumber === undefined ? 'a rule' : `rule ${ruleNumber}`;
    return `${capitalize(side + rule)} has a value that is known only after apply: ${toPlain(expression)}.`;
  });
}

function renderPartial({ listed, expression }: Extract<UnknownPart, { kind: 'rules' }>): string {
  const rules = listed.map(
    ({ direction, ruleNumber }) => `${direction === 'egress' ? 'outbound' : 'inbound'} rule ${ruleNumber}`,
  );
  const shown = rules.length > 0 ? joinFirst(rules, SHOWN, 'rules') : 'none of its rules';
  return `The input has only ${shown} of ${toPlain(expression)}.`;
}
