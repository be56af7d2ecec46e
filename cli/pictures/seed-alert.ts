import type { NetworkAcl as Ec2NetworkAcl, TagDescription } from '@aws-sdk/client-ec2';
import { parseChangeEvent } from '../../functions/aws/change-event.ts';
import { parseNetworkAcl } from '../../functions/aws/network-acl-shape.ts';
import { DEFAULT_EPHEMERAL_PORTS } from '../../functions/coverage/clients.ts';
import { evaluateCoverage } from '../../functions/coverage/coverage.ts';
import { nothingKnown } from '../../functions/coverage/exposure/exposure.ts';
import type { CoverageAlert } from '../../functions/review/words/alert.ts';
import changeEvent from '../replay/seed/change-event.json' with { type: 'json' };
import networkAcls from '../replay/seed/network-acls.json' with { type: 'json' };
import tags from '../replay/seed/tags.json' with { type: 'json' };

const SETTINGS = { ephemeralPorts: DEFAULT_EPHEMERAL_PORTS, ruleQuota: 20 };

/** The alert about the seed scenario, at a fixed time and under a fixed id: its picture changes only with the renderers. */
export function toSeedAlert(): CoverageAlert {
  const { account, region } = changeEvent;
  const parsed = parseChangeEvent(changeEvent, { account, region });
  const networkAcl = parseNetworkAcl(networkAcls.NetworkAcls[0] as Ec2NetworkAcl);
  if (parsed.kind !== 'change') throw new Error(`the seed event is ${parsed.kind}`);
  const coverage = evaluateCoverage(networkAcl, nothingKnown('offline'), SETTINGS);
  const named = (tags.Tags as TagDescription[]).map(
    ({ ResourceId = '', Value = '' }) => [ResourceId, Value] as const,
  );
  return {
    ...{ id: '6f1d0c2b9a8e7f35', kind: 'gap', mode: 'notify', account, region, partition: 'aws' },
    networkAclId: networkAcl.networkAclId,
    since: parsed.change.at ?? new Date(0),
    severity: coverage.severity,
    ...{ networkAcl, coverage, ephemeralPorts: SETTINGS.ephemeralPorts, names: new Map(named) },
    change: parsed.change,
    done: { did: 'nothing', reason: { kind: 'notify-mode' } },
  };
}
