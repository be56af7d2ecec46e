import type { EvaluationAlert } from '../../review/words/alert.ts';
import { TAG } from '../../review/words/mode.ts';
import { renderChangeLines } from '../words/change-text.ts';
import { networkAclLink } from '../words/links.ts';
import { toLinkDetails } from './details.ts';
import type { Detail, Report } from './report.ts';

/** The network ACL exists, and whether replies pass is not known. */
export function toUnreadableReport(alert: EvaluationAlert): Report {
  const { networkAclId, reason, id, lastKnownName } = alert;
  const headline = `The guard does not know whether replies pass network ACL ${networkAclId}.`;
  const change = renderChangeLines(alert.change);
  const scope = reason.kind === 'not-allowed' ? 'no network ACL in this region is evaluated. C' : 'c';
  const named = lastKnownName ? `, last known name ${lastKnownName}` : '';
  const { why, fix, answers } = REASONS[reason.kind](reason as never);
  return {
    headline,
    lines: [headline, why, ...change],
    ...{ change, cause: [why] },
    fix: {
      sentences: fix,
      isNeeded: true,
      steps: [
        {
          kind: 'console',
          intro: `Until then, ${scope}heck this one by hand:`,
          lines: [networkAclLink(alert, networkAclId)],
          notes: [],
        },
      ],
      next: [],
    },
    details: [
      { label: 'Network ACL', text: `${networkAclId}${named}` },
      ...toLinkDetails(alert, true),
      ...answers,
    ],
    closing: `To mute ${networkAclId}, set its tag ${TAG}=ignore. Alert ${id}.`,
  };
}

type Reason = EvaluationAlert['reason'];

/** What to say of each kind of reason. */
interface Words {
  readonly why: string;
  readonly fix: readonly string[];
  readonly answers: readonly Detail[];
}

const REASONS: { readonly [K in Reason['kind']]: (reason: Extract<Reason, { kind: K }>) => Words } = {
  'not-allowed': ({ code, role }) => ({
    why: "EC2 refused ec2:DescribeNetworkAcls to the guard's role.",
    fix: ["Allow ec2:DescribeNetworkAcls for the guard's role. A service control policy may deny it."],
    answers: [...(role ? [{ label: 'Role', text: role }] : []), { label: 'EC2 answered', text: code }],
  }),
  malformed: ({ field, found, expected }) => ({
    why: 'EC2 described it in a way that this version does not know.',
    fix: ['Look for a newer version of the guard, or report this message to its maintainers.'],
    answers: [{ label: 'Field', text: `${field} is ${found}, expected ${expected}` }],
  }),
};
