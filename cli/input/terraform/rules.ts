import { parseEntries } from '../../../functions/aws/network-acl-shape.ts';
import { DIRECTIONS, type NetworkAclEntry } from '../../../functions/coverage/network-acl-entry.ts';
import { asFields, type Fields } from '../../../functions/parsing/structures.ts';
import type { DoubtfulRule } from '../doubt.ts';
import { InputError } from '../input-error.ts';
import type { Code } from './code.ts';
import type { Resource } from './resource.ts';
import { toEc2Rule, toKnownPart, toMissing } from './rule-shape.ts';

/** Rules of one network ACL at one moment. */
export interface Rules {
  readonly entries: readonly NetworkAclEntry[];
  readonly doubts: readonly DoubtfulRule[];
}

/** A rule as the code has it, before it is parsed. */
interface WrittenRule {
  readonly rule: object;
  /** The arguments that are known only after apply. */
  readonly missing: ReadonlySet<string>;
  /** What gives the value of an argument. */
  readonly expression: (argument: string) => string;
}

/** The moment of a plan; a state has only `after`. */
export type Moment = 'before' | 'after';

/**
 * The rules of resources of their own.
 *
 * @param name - what errors call the network ACL
 * @throws ParseError for a rule that EC2 would not take
 */
export function toResourceRules(rules: readonly Resource[], moment: Moment, name: string, code: Code): Rules {
  return parseRules(
    rules.flatMap(rule => {
      const values = rule[moment];
      if (values === undefined) return [];
      const egress =
        rule.unknown.egress === true && moment === 'after' ? undefined : (values.egress ?? false);
      return {
        rule: toEc2Rule(values, 'resources', egress),
        missing: moment === 'after' ? toMissing(values, rule.unknown) : new Set<string>(),
        expression: (argument: string) => code.expressionOf(rule, argument),
      };
    }),
    name,
  );
}

/**
 * The rules in the blocks `ingress` and `egress` of the network ACL itself.
 *
 * @throws ParseError for a rule that EC2 would not take
 * @throws InputError for blocks that are no list
 */
export function toInlineRules(networkAcl: Resource, moment: Moment, code: Code): Rules {
  return parseRules(
    DIRECTIONS.flatMap(direction => toBlockRules(networkAcl, moment, direction, code)),
    networkAcl.address,
  );
}

/** What is missing of blocks that only apply makes. */
const WHOLE_RULE: ReadonlySet<string> = new Set(['rule_no', 'action', 'protocol', 'cidr_block']);

function toBlockRules(
  networkAcl: Resource,
  moment: Moment,
  direction: NetworkAclEntry['direction'],
  code: Code,
): WrittenRule[] {
  const unknown = moment === 'after' ? networkAcl.unknown[direction] : undefined;
  if (unknown === true && code.hasInline(networkAcl, direction)) {
    const expression = () => code.expressionOf(networkAcl, direction);
    return [{ rule: { Egress: direction === 'egress' }, missing: WHOLE_RULE, expression }];
  }
  return toBlocks(networkAcl[moment]?.[direction], networkAcl, direction).map((block, index) => ({
    rule: toEc2Rule(block, 'inline', direction === 'egress'),
    missing: toMissing(block, asFields(asFields(unknown)[index])),
    expression: argument => code.blockExpressionOf(networkAcl, direction, block.rule_no, argument),
  }));
}

function toBlocks(value: unknown, { address }: Resource, direction: string): Fields[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.map(asFields);
  const found = JSON.stringify(value)?.slice(0, 60);
  throw new InputError(`${address}: ${direction} is ${found}, expected a list`);
}

function parseRules(written: readonly WrittenRule[], name: string): Rules {
  const isSure = ({ missing }: WrittenRule) => missing.size === 0;
  const sure = written.filter(isSure).map(({ rule }) => rule);
  const doubtful = written.filter(each => !isSure(each));
  return { entries: parseEntries(sure, name), doubts: doubtful.map(each => toDoubt(each, name)) };
}

function toDoubt({ rule, missing, expression }: WrittenRule, name: string): DoubtfulRule {
  const { direction, ruleNumber, action, protocol, cidrBlock, portRange } = toKnownPart(rule, missing, name);
  const [argument = ''] = missing;
  return {
    ...{ direction, ruleNumber, action, protocol, cidrBlock, portRange },
    expression: expression(argument),
  };
}
