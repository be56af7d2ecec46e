import { toGapJson } from '../../../functions/alert/document/gap-json.ts';
import { toEc2Entry } from '../../../functions/aws/network-acl-shape.ts';
import type { Coverage } from '../../../functions/coverage/coverage.ts';
import type { EntryRef } from '../../../functions/coverage/network-acl-entry.ts';
import { formatCidrBlock } from '../../../functions/coverage/space/cidr-block.ts';
import { toJsonText } from '../../../functions/parsing/printable.ts';
import type { UnknownPart } from '../../input/listed-network-acl.ts';
import type { CheckedNetworkAcl } from '../checked.ts';
import { toKnownBefore } from '../findings/difference.ts';
import type { CheckReport } from './report.ts';

/** One JSON object, one line for each network ACL, in the order of the input: always all of them. */
export function toJsonReport(): CheckReport {
  const texts: string[] = [];
  return {
    add: checked => void texts.push(toJsonText(toJson(checked))),
    *end({ summary }) {
      yield `{"version":2,"summary":${JSON.stringify(summary)},"networkAcls":[\n`;
      for (const [index, text] of texts.entries()) yield index === 0 ? text : `,\n${text}`;
      yield '\n]}\n';
    },
  };
}

/**
 * One element of `networkAcls`, described by docs/check.schema.json. Its fields are a contract: add, never change. What is
 * not known is null.
 */
function toJson(evaluated: CheckedNetworkAcl): object {
  const { networkAcl, source, coverage, shadowed, muted, status, change, standing } = evaluated;
  const { networkAclId, vpcId, tags, inUse } = networkAcl;
  const { severity, ingressSeverity, gaps } = coverage;
  return {
    networkAclId: networkAclId || null,
    name: tags.Name || null,
    vpcId: vpcId || null,
    account: source.account ?? null,
    region: source.region ?? null,
    source: { file: source.file ?? null, address: source.address ?? null, line: source.line ?? null },
    unused: !inUse,
    muted: muted !== undefined,
    accepted: standing === 'accepted',
    ...(change && { change, before: toBeforeJson(evaluated) }),
    status,
    ...(status === 'unknown' && { unknown: evaluated.unknown.map(toUnknownJson) }),
    severity,
    ingressSeverity,
    gaps: gaps.map(gap => ({ ...toGapJson(gap), evidence: gap.evidence, severity: gap.severity })),
    clients: toClientsJson(coverage),
    plan: toPlanJson(coverage),
    shadowed: shadowed.map(toEntryJson),
    assumptions: toAssumptionsJson(coverage),
  };
}

/** Null where the plan creates it; of a template nothing before is known. */
function toBeforeJson(checked: CheckedNetworkAcl): object | null {
  const before = toKnownBefore(checked);
  if (before === undefined) return null;
  const { status, severity, ingressSeverity } = before.coverage;
  return { status, severity, ingressSeverity };
}

function toUnknownJson(unknown: UnknownPart): object {
  const ruleNumber = unknown.kind === 'value' ? unknown.ruleNumber : undefined;
  return { ruleNumber: ruleNumber ?? null, expression: unknown.expression };
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
