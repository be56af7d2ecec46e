import { toGapJson } from '../../functions/alert/document/gap-json.ts';
import { toEc2Entry } from '../../functions/aws/network-acl-shape.ts';
import type { Coverage } from '../../functions/coverage/coverage.ts';
import type { EntryRef } from '../../functions/coverage/network-acl-entry.ts';
import { formatCidrBlock } from '../../functions/coverage/space/cidr-block.ts';
import { toJsonText } from '../../functions/parsing/printable.ts';
import type { EvaluatedNetworkAcl } from './evaluated.ts';
import type { Report } from './report.ts';

/** One JSON object, one line for each network ACL, in the order of the input. */
export function toJsonReport(): Report {
  return {
    worstFirst: false,
    start: summary => `{"version":2,"summary":${JSON.stringify(summary)},"networkAcls":[\n`,
    render: evaluated => toJsonText(toJson(evaluated)),
    separator: ',\n',
    end: () => '\n]}\n',
  };
}

/**
 * One element of `networkAcls`, described by docs/check.schema.json. Its fields are a contract: add, never change. What is
 * not known is null.
 */
function toJson({ networkAcl, source, coverage, shadowed, muted }: EvaluatedNetworkAcl): object {
  const { networkAclId, vpcId, tags, inUse } = networkAcl;
  const { status, severity, ingressSeverity, gaps } = coverage;
  return {
    networkAclId,
    name: tags.Name || null,
    vpcId: vpcId || null,
    account: source.account ?? null,
    region: source.region ?? null,
    source: { file: source.file ?? null, address: null, line: null },
    unused: !inUse,
    muted,
    status,
    severity,
    ingressSeverity,
    gaps: gaps.map(gap => ({ ...toGapJson(gap), evidence: gap.evidence, severity: gap.severity })),
    clients: toClientsJson(coverage),
    plan: toPlanJson(coverage),
    shadowed: shadowed.map(toEntryJson),
    assumptions: toAssumptionsJson(coverage),
  };
}

function toClientsJson({ clients }: Coverage): object[] {
  return clients.map(({ client, ports, replies, deniedShare }) => ({
    client,
    fromPort: ports.from,
    toPort: ports.to,
    replies: replies ?? null,
    deniedShare: deniedShare ?? null,
  }));
}

function toPlanJson({ plan }: Coverage): object {
  return {
    entries: plan.entries.map(toEc2Entry),
    unplaced: plan.unplaced.map(({ protocol, cidrBlock, ports, reason }) => ({
      ...{ protocol, cidr: formatCidrBlock(cidrBlock) },
      ...{ fromPort: ports.from, toPort: ports.to, reason },
    })),
  };
}

function toAssumptionsJson({ assumptions }: Coverage): object {
  const { exposure, answers, oneWay, samePort } = assumptions;
  return {
    exposure,
    answers: answers.map(toEntryJson),
    oneWay: oneWay.map(toEntryJson),
    samePort: samePort.map(toEntryJson),
  };
}

/** Which entry it is, in the words of EC2. */
function toEntryJson({ direction, ruleNumber }: EntryRef): object {
  return { egress: direction === 'egress', ruleNumber };
}
