import { evaluateCoverage } from '../../../functions/coverage/coverage.ts';
import { nothingKnown } from '../../../functions/coverage/exposure/exposure.ts';
import type { NetworkAclEntry } from '../../../functions/coverage/network-acl-entry.ts';
import { parseCidrBlock } from '../../../functions/coverage/space/cidr-block.ts';
import { toImpacts } from '../../../functions/review/impact/to-impacts.ts';
import type { GapAlert } from '../../../functions/review/words/alert.ts';
import { CHANGE, gapAlert } from '../../fixtures/alerts.ts';
import { networkAcl, SETTINGS } from '../../fixtures/network-acls.ts';

/** As much as an entry can say: a long IPv6 block. */
const toEntry = (direction: 'ingress' | 'egress', ruleNumber: number): NetworkAclEntry => ({
  ...{ direction, ruleNumber, action: 'allow', protocol: 6 },
  cidrBlock: parseCidrBlock(`2001:db8:${(ruleNumber * 7).toString(16)}:ffff:ffff:ffff:ffff:0/112`),
  portRange: { from: 443, to: 443 },
});
const HOSTILE = '<&"\\😀'.repeat(60);

/** 80 rules are missing and 20 were added, each text of another is as long and as expensive as it can be. */
export function toFullAlert(): GapAlert {
  const numbers = Array.from({ length: 80 }, (_, index) => 100 + index * 10);
  const entries = numbers.map(number => toEntry('ingress', number));
  const subnetIds = Array.from({ length: 200 }, (_, index) => `subnet-${String(index).padStart(17, '0')}`);
  const full = networkAcl(entries, { tags: { Name: HOSTILE }, subnetIds });
  const surroundings = nothingKnown('offline');
  const coverage = evaluateCoverage(full, surroundings, { ...SETTINGS, ruleQuota: 200 });
  const names = new Map([full.vpcId, ...subnetIds].map(id => [id, HOSTILE]));
  const gap = {
    ...{ direction: 'egress', protocol: 'tcp', cidr: HOSTILE, fromPort: 1024, toPort: 65_535 },
    deniedBy: { kind: 'entry', ruleNumber: 32_766 },
  } as const;
  return gapAlert(entries, {
    ...{ kind: 'remediation-failed', networkAcl: full, coverage, names, ruleQuota: 200 },
    impacts: toImpacts({ networkAcl: full, coverage, surroundings, names, ...SETTINGS }),
    change: { ...CHANGE, actor: HOSTILE, userAgent: HOSTILE, eventId: HOSTILE, sourceAddress: HOSTILE },
    difference: { added: Array(100).fill(gap), gone: Array(100).fill(gap) },
    done: {
      ...{ did: 'added', after: full, coverageAfter: coverage, isOvertaken: true },
      entries: numbers.slice(0, 20).map(number => toEntry('egress', number)),
      unfinished: { kind: 'refused', code: HOSTILE },
    },
  });
}
