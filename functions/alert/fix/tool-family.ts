import type { Alert } from '../../review/words/alert.ts';
import { recognizeTool } from '../words/change-text.ts';

/** The languages in which a fix is said. */
export type ToolFamily = 'terraform' | 'cloudformation' | 'console' | 'cli';

const FAMILIES: Readonly<Record<string, ToolFamily>> = {
  Terraform: 'terraform',
  OpenTofu: 'terraform',
  CloudFormation: 'cloudformation',
  'AWS console': 'console',
};

/** CloudFormation puts these tags on what it creates (its user guide, "Resource tags"). */
const STACK_TAG = 'aws:cloudformation:stack-name';
const RESOURCE_TAG = 'aws:cloudformation:logical-id';

/** The stack that manages a network ACL, and its name there. Both are in AWS's own tags, which no caller can write. */
export interface StackMember {
  readonly stack: string;
  readonly logicalId: string;
}

/** The tool that made the change; without one, the one that manages the network ACL. */
export function toToolFamily(alert: Alert): ToolFamily {
  const tool = alert.change && recognizeTool(alert.change);
  const family = tool === undefined ? undefined : FAMILIES[tool];
  if (family === 'terraform' || family === 'cloudformation') return family;
  return toStackResource(alert) ? 'cloudformation' : (family ?? 'cli');
}

/** Undefined where CloudFormation does not manage the network ACL. */
export function toStackResource(alert: Alert): StackMember | undefined {
  if (alert.kind === 'cannot-evaluate') return undefined;
  const { [STACK_TAG]: stack, [RESOURCE_TAG]: logicalId } = alert.networkAcl.tags;
  return stack && logicalId ? { stack, logicalId } : undefined;
}

/** The tool whose next run removes what is not in its code; undefined where none is known. */
export function toCodeTool(alert: Alert): string | undefined {
  const tool = alert.change && recognizeTool(alert.change);
  if (tool && /^(Terraform|OpenTofu|Pulumi|Ansible|CloudFormation)$/.test(tool)) return tool;
  return toStackResource(alert) ? 'CloudFormation' : undefined;
}
