import { mismatch } from '../../../functions/parsing/definition.ts';
import { asFields, type Fields } from '../../../functions/parsing/structures.ts';
import { DECIDING, type Deciding, type WrittenRule } from '../partial-rule.ts';
import type { Resolver } from './resolver.ts';
import { findOpen, Open, ResourceRef } from './values.ts';

/** An entry of a template, and the network ACL to which it belongs. */
export interface TemplateEntry {
  readonly logicalId: string;
  /** The logical id of the network ACL; undefined where the template has only a rule of it. */
  readonly networkAcl: string | undefined;
  /** What names the network ACL: its id, or an expression. */
  readonly named: string;
  readonly written: WrittenRule;
  /** The condition on which it depends, where that is open. */
  readonly condition: string | undefined;
}

/**
 * The entries of a template that exist, as far as it is known.
 *
 * @throws ParseError for one that names no network ACL
 */
export function toEntries(resources: Fields, resolver: Resolver): TemplateEntry[] {
  return Object.entries(resources).flatMap(([logicalId, resource]) => {
    const { Type, Condition, Properties } = asFields(resource);
    if (Type !== 'AWS::EC2::NetworkAclEntry') return [];
    const exists = Condition === undefined ? true : resolver.conditions.isTrue(String(Condition));
    if (exists === false) return [];
    const properties = asFields(resolver.resolve(Properties));
    const { NetworkAclId: id } = properties;
    if (typeof id !== 'string' && !(id instanceof Open))
      mismatch(`${logicalId}.NetworkAclId`, id, 'an id or a reference');
    return {
      logicalId,
      networkAcl: id instanceof ResourceRef ? id.logicalId : undefined,
      named: id instanceof Open ? id.expression : id,
      written: toWritten(properties),
      condition: exists ? undefined : String(Condition),
    };
  });
}

/** Templates may write numbers and flags as texts. */
function toWritten(properties: Fields): WrittenRule {
  const { RuleNumber, Egress, RuleAction, Protocol, CidrBlock, Ipv6CidrBlock, PortRange } = properties;
  const { From, To } = asFields(PortRange);
  const rule = {
    RuleNumber: toNumber(RuleNumber),
    Egress: toFlag(Egress ?? false),
    RuleAction: typeof RuleAction === 'string' ? RuleAction.toLowerCase() : RuleAction,
    Protocol: typeof Protocol === 'number' ? String(Protocol) : Protocol,
    ...{ CidrBlock, Ipv6CidrBlock },
    ...(PortRange !== undefined && { PortRange: { From: toNumber(From), To: toNumber(To) } }),
  };
  const missing = new Map<Deciding, string>();
  for (const field of DECIDING) {
    const open = findOpen(properties[field]);
    if (open) missing.set(field, open.expression);
  }
  return { rule, missing };
}

function toNumber(value: unknown): unknown {
  return typeof value === 'string' && /^-?\d{1,9}$/.test(value) ? Number(value) : value;
}

function toFlag(value: unknown): unknown {
  if (value === 'true' || value === 'True' || value === 'yes') return true;
  return value === 'false' || value === 'False' || value === 'no' ? false : value;
}
