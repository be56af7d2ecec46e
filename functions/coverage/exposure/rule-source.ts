import { formatCidrBlock } from '../space/cidr-block.ts';
import type { RuleSource } from './exposure.ts';

/** From where a rule of a security group accepts: a CIDR block, or the id of a prefix list or a group. */
export function formatRuleSource(source: RuleSource): string {
  switch (source.kind) {
    case 'cidr':
      return formatCidrBlock(source.cidrBlock);
    case 'prefix-list':
      return source.prefixListId;
    case 'group':
      return source.groupId;
  }
}
