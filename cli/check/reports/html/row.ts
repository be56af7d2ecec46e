import { toPlain } from '../../../../functions/alert/words/plain-text.ts';
import type { Client } from '../../../../functions/coverage/clients.ts';
import { formatPorts } from '../../../../functions/coverage/space/port-set.ts';
import type { CheckedNetworkAcl } from '../../checked.ts';
import type { CheckFinding } from '../../findings/finding.ts';
import { renderAddition } from '../additions.ts';
import { renderAssumptions } from '../assumption-text.ts';
import { addressOf, placeOf, showableName } from '../names.ts';
import { toPercent } from '../percent.ts';
import { toAxes } from './axes.ts';

const CLIENT_NAMES: Readonly<Record<Client, string>> = {
  linux: 'Linux',
  windows: 'Windows, macOS',
  'nat-elb-lambda': 'NAT gateways, load balancers, Lambda',
  'windows-legacy': 'Windows XP, Server 2003',
};

/** A network ACL as the page gets it. What is not there is left out: most of ten thousand are covered. */
export function toRow(checked: CheckedNetworkAcl): object {
  const { networkAcl, source, standing, change, muted, findings, coverage } = checked;
  const axes = toAxes(checked);
  return {
    name: showableName(checked),
    id: addressOf(checked),
    ...(networkAcl.networkAclId &&
      networkAcl.networkAclId !== addressOf(checked) && { aclId: networkAcl.networkAclId }),
    vpc: networkAcl.vpcId || undefined,
    account: source.account,
    region: source.region,
    place: placeOf(checked),
    standing,
    change,
    unused: networkAcl.inUse ? undefined : true,
    muted: muted?.reason ? toPlain(muted.reason) : undefined,
    findings: findings.map(toFindingRow),
    ...(axes.length > 0 && { axes }),
    ...(coverage.status === 'gap' && { clients: toClients(checked) }),
    ...(findings.length > 0 && { assumed: renderAssumptions(checked) }),
  };
}

function toFindingRow({ rule, level, headline, causes, evidence, entries, advice }: CheckFinding): object {
  return {
    rule,
    level,
    headline,
    causes: [...causes, ...evidence],
    add: entries.map(renderAddition),
    advice,
  };
}

function toClients({ coverage }: CheckedNetworkAcl): object[] {
  return coverage.clients.flatMap(({ client, ports, deniedShare }) =>
    deniedShare === undefined
      ? []
      : [{ name: CLIENT_NAMES[client], ports: formatPorts([ports]), blocked: toPercent(deniedShare) }],
  );
}
