import { toEc2Entry } from '../../functions/aws/network-acl-shape.ts';
import { formatCidrBlock } from '../../functions/coverage/cidr-block.ts';
import type { Gap } from '../../functions/coverage/gaps.ts';
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
    gaps: gaps.map(gap => ({
      direction: gap.direction,
      ...toRectangle(gap),
      ...toDenier(gap),
      admittedBy: gap.admittedBy,
    })),
    clients: clients.map(({ client, ports, replies }) => ({
      client,
      fromPort: ports.from,
      toPort: ports.to,
      replies,
    })),
    plan: {
      entries: plan.entries.map(toEc2Entry),
      unplaced: plan.unplaced.map(({ gap, reason }) => ({ ...toRectangle(gap), reason })),
    },
    shadowed: shadowed.map(({ egress, ruleNumber }) => ({ egress, ruleNumber })),
  };
}

function toRectangle({ protocol, cidrBlock, ports }: Gap): object {
  return { protocol, cidr: formatCidrBlock(cidrBlock), fromPort: ports.from, toPort: ports.to };
}

function toDenier({ deniedBy }: Gap): object {
  return { deniedBy: deniedBy === undefined ? 'default' : 'entry', ruleNumber: deniedBy ?? null };
}
