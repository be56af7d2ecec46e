import { parseNetworkAcl } from '../../functions/aws/network-acl-shape.ts';
import { nothingKnown } from '../../functions/coverage/exposure/exposure.ts';
import { evaluateWithin, isBroken } from '../../functions/review/evaluation.ts';
import { openAlert } from '../../functions/review/finding.ts';
import { formatMember } from '../../functions/review/member.ts';
import { TAG } from '../../functions/review/words/mode.ts';
import type { DeploymentModel } from './deployment-model.ts';
import { isReachable, listMembers, type Size, toNetworkAclId } from './organisation.ts';

/** The network ACLs whose open problem is not on record, or whose problem on record is over; they can be read. */
export function listDisagreements(size: Size, { ec2, findings, own }: DeploymentModel): string[] {
  const ids = Array.from({ length: size.networkAcls }, (_, index) => toNetworkAclId(index));
  return listMembers(size)
    .filter(isReachable)
    .flatMap(member =>
      ids.flatMap(networkAclId => {
        const described = ec2.get(member, networkAclId);
        if (described === undefined) return [];
        const networkAcl = parseNetworkAcl(described);
        if (networkAcl.tags[TAG] === 'ignore') return [];
        const { coverage } = evaluateWithin(networkAcl, nothingKnown('turned-off'), own);
        const isOpen = openAlert(findings.get({ ...member, networkAclId })) !== undefined;
        if (isOpen === isBroken(coverage, own.settings)) return [];
        return [`${formatMember(member)} ${networkAclId}: ${isOpen ? 'over' : 'not on record'}`];
      }),
    );
}
