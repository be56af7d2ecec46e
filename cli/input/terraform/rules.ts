import { DIRECTIONS, type Direction } from '../../../functions/coverage/network-acl-entry.ts';
import { asFields, type Fields } from '../../../functions/parsing/structures.ts';
import { InputError } from '../input-error.ts';
import { type Deciding, parseRules, type Rules, type WrittenRule } from '../partial-rule.ts';
import type { TerraformCode } from './code.ts';
import type { Resource } from './resource.ts';
import { toEc2Rule, toMissing } from './rule-shape.ts';

/** The moment of a plan; a state has only `after`. */
export type Moment = 'before' | 'after';

const NOTHING_MISSING: ReadonlyMap<Deciding, string> = new Map();

/**
 * The rules of resources of their own.
 *
 * @param name - what errors call the network ACL
 * @throws ParseError for a rule that EC2 would not take
 */
export function toResourceRules(
  rules: readonly Resource[],
  moment: Moment,
  name: string,
  code: TerraformCode,
): Rules {
  const written = rules.flatMap((rule): WrittenRule[] => {
    const values = rule[moment];
    if (values === undefined) return [];
    const expressionOf = (argument: string) => code.expressionOf(rule, argument);
    const isKnown = moment === 'before';
    return [
      {
        rule: toEc2Rule(values, 'resources', values.egress ?? false),
        missing: isKnown ? NOTHING_MISSING : toMissing(values, rule.unknown, 'resources', expressionOf),
      },
    ];
  });
  return parseRules(written, name);
}

/**
 * The rules in the blocks `ingress` and `egress` of the network ACL itself.
 *
 * @throws ParseError for a rule that EC2 would not take
 * @throws InputError for blocks that are no list
 */
export function toInlineRules(networkAcl: Resource, moment: Moment, code: TerraformCode): Rules {
  const written = DIRECTIONS.flatMap(direction => toBlockRules(networkAcl, moment, direction, code));
  return parseRules(written, networkAcl.address);
}

function toBlockRules(
  networkAcl: Resource,
  moment: Moment,
  direction: Direction,
  code: TerraformCode,
): WrittenRule[] {
  const unknown = moment === 'after' ? networkAcl.unknown[direction] : undefined;
  const Egress = direction === 'egress';
  if (unknown === true && code.hasInline(networkAcl, direction)) {
    const expression = code.expressionOf(networkAcl, direction);
    const fields = ['RuleNumber', 'RuleAction', 'Protocol', 'CidrBlock'] as const;
    return [{ rule: { Egress }, missing: new Map(fields.map(field => [field, expression])) }];
  }
  return toBlocks(networkAcl[moment]?.[direction], networkAcl, direction).map((block, index) => {
    const expressionOf = (argument: string) =>
      code.blockExpressionOf(networkAcl, direction, block.rule_no, argument);
    return {
      rule: toEc2Rule(block, 'inline', Egress),
      missing: toMissing(block, asFields(asFields(unknown)[index]), 'inline', expressionOf),
    };
  });
}

function toBlocks(value: unknown, { address }: Resource, direction: string): Fields[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value.map(asFields);
  const found = JSON.stringify(value)?.slice(0, 60);
  throw new InputError(`${address}: ${direction} is ${found}, expected a list`);
}
