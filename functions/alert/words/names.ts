import type { Alert } from '../../review/words/alert.ts';

/** The name of the network ACL, or its id. */
export function renderNetworkAcl(alert: Alert): string {
  return toName(alert) ?? alert.networkAclId;
}

/** Of its Name tag. */
export function toName(alert: Alert): string | undefined {
  return alert.kind === 'cannot-evaluate' ? undefined : alert.networkAcl.tags.Name || undefined;
}
