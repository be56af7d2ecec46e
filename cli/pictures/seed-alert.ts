import type { NetworkAcl as Ec2NetworkAcl, TagDescription } from '@aws-sdk/client-ec2';
import { parseChangeEvent } from '../../functions/aws/change-event.ts';
import { RegionFacts, toSurroundings } from '../../functions/aws/exposure/region-facts.ts';
import { parseNetworkAcl } from '../../functions/aws/network-acl-shape.ts';
import { DEFAULT_EPHEMERAL_PORTS } from '../../functions/coverage/clients.ts';
import { evaluateCoverage } from '../../functions/coverage/coverage.ts';
import { toImpacts } from '../../functions/review/impact/to-impacts.ts';
import type { CoverageAlert } from '../../functions/review/words/alert.ts';
import changeEvent from '../replay/seed/change-event.json' with { type: 'json' };
import networkAcls from '../replay/seed/network-acls.json' with { type: 'json' };
import surroundings from '../replay/seed/surroundings.json' with { type: 'json' };
import tags from '../replay/seed/tags.json' with { type: 'json' };

const SETTINGS = { ephemeralPorts: DEFAULT_EPHEMERAL_PORTS, ruleQuota: 20 };

/** The alert about the seed scenario, at a fixed time and under a fixed id: so its picture changes only with the renderers. */
export function toSeedAlert(): CoverageAlert {
  const { account, region } = changeEvent;
  const parsed = parseChangeEvent(changeEvent, { account, region });
  const networkAcl = parseNetworkAcl(networkAcls.NetworkAcls[0] as Ec2NetworkAcl);
  if (parsed.kind !== 'change') throw new Error(`the seed event is ${parsed.kind}`);
  const facts = new RegionFacts();
  facts.addInterfaces(surroundings.NetworkInterfaces);
  facts.addSecurityGroups(surroundings.SecurityGroups);
  facts.addSubnets(surroundings.Subnets);
  facts.addVpcs(surroundings.Vpcs);
  const around = toSurroundings(networkAcl, facts);
  const coverage = evaluateCoverage(networkAcl, around, SETTINGS);
  const named = (tags.Tags as TagDescription[]).map(
    ({ ResourceId = '', Value = '' }) => [ResourceId, Value] as const,
  );
  const names = new Map(named);
  return {
    ...{ id: '6f1d0c2b9a8e7f35', kind: 'gap', mode: 'notify', account, region, partition: 'aws' },
    networkAclId: networkAcl.networkAclId,
    since: parsed.change.at ?? new Date(0),
    at: parsed.change.at ?? new Date(0),
    severity: coverage.severity,
    ...{ networkAcl, coverage, ...SETTINGS, names },
    impacts: toImpacts({ networkAcl, coverage, surroundings: around, ...SETTINGS, names }),
    change: parsed.change,
    done: { did: 'nothing', reason: { kind: 'notify-mode' } },
  };
}
