import type { NetworkAcl } from '@aws-sdk/client-ec2';
import { parseNetworkAcl } from '../../functions/aws/network-acl-shape.ts';
import { nothingKnown } from '../../functions/coverage/exposure/exposure.ts';
import { evaluateWithin, isBroken } from '../../functions/review/evaluation.ts';
import { openAlert } from '../../functions/review/finding.ts';
import type { Findings, ReviewSettings } from '../../functions/review/interfaces.ts';
import { formatMember, type Member } from '../../functions/review/member.ts';
import { TAG } from '../../functions/review/words/mode.ts';
import { isReachable, listMembers, type Size, toNetworkAclId } from './organisation.ts';

/** The rules of an organisation, and what is on record about them. */
export interface Compared {
  readonly size: Size;
  readonly settings: ReviewSettings;
  readonly findings: Pick<Findings, 'read'>;
  readonly get: (member: Member, networkAclId: string) => NetworkAcl | undefined;
}

/** The network ACLs whose open problem is not on record, or whose problem on record is over; they can be read. */
export async function listDisagreements(compared: Compared): Promise<string[]> {
  const { size } = compared;
  const ids = Array.from({ length: size.networkAcls }, (_, index) => toNetworkAclId(index));
  const found: string[] = [];
  for (const member of listMembers(size).filter(isReachable))
    for (const id of ids) {
      const disagreement = await findDisagreement(member, id, compared);
      if (disagreement) found.push(`${formatMember(member)} ${id}: ${disagreement}`);
    }
  return found;
}

async function findDisagreement(
  member: Member,
  networkAclId: string,
  { settings, findings, get }: Compared,
): Promise<'over' | 'not on record' | undefined> {
  const described = get(member, networkAclId);
  if (described === undefined) return undefined;
  const networkAcl = parseNetworkAcl(described);
  if (networkAcl.tags[TAG] === 'ignore') return undefined;
  const { coverage } = evaluateWithin(networkAcl, nothingKnown('turned-off'), { settings });
  const isOpen = openAlert(await findings.read({ ...member, networkAclId })) !== undefined;
  if (isOpen === isBroken(coverage, settings)) return undefined;
  return isOpen ? 'over' : 'not on record';
}
