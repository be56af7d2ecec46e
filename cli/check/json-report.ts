import { toGapJson, toRectangleJson } from '../../functions/alert/document/gap-json.ts';
import { toEc2Entry } from '../../functions/aws/network-acl-shape.ts';
import type { Judged } from './judged.ts';
import type { Report } from './report.ts';

/** One JSON object, one line for each network ACL. */
export function toJsonReport(): Report {
  let separator = '\n';
  const render = (judged: Judged) => {
    const text = separator + JSON.stringify(toJson(judged));
    separator = ',\n';
    return text;
  };
  return { start: '{"networkAcls":[', render, end: () => '\n]}\n' };
}

/** One element of `networkAcls`. Its fields are a contract: add, never change. */
function toJson({ networkAcl, coverage, shadowed }: Judged): object {
  const { status, severity, gaps, clients, plan } = coverage;
  return {
    networkAclId: networkAcl.networkAclId,
    vpcId: networkAcl.vpcId,
    unused: networkAcl.subnetIds.length === 0,
    status,
    severity,
    gaps: gaps.map(toGapJson),
    clients: clients.map(({ client, ports, replies }) => ({
      client,
      fromPort: ports.from,
      toPort: ports.to,
      replies: replies ?? null,
    })),
    plan: {
      entries: plan.entries.map(toEc2Entry),
      unplaced: plan.unplaced.map(left => ({ ...toRectangleJson(left), reason: left.reason })),
    },
    shadowed: shadowed.map(({ direction, ruleNumber }) => ({ egress: direction === 'egress', ruleNumber })),
  };
}
