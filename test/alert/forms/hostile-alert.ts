import { type Coverage, evaluateCoverage } from '../../../functions/coverage/coverage.ts';
import { nothingKnown } from '../../../functions/coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../../../functions/coverage/network-acl.ts';
import type { NetworkAclEntry } from '../../../functions/coverage/network-acl-entry.ts';
import { SEVERITIES } from '../../../functions/coverage/severity.ts';
import {
  type Alert,
  type Change,
  type Mode,
  type Remediation,
  TAG,
} from '../../../functions/review/words/alert.ts';
import { toEngineEntry } from '../../oracle/engine.ts';
import { toCase } from '../../oracle/generate/network-acl.ts';
import { toRandom, toRecipe } from '../../oracle/generate/random.ts';

type Below = (count: number) => number;

/** What somebody could put into a name, a tag or a user agent. */
const SCRAPS = [
  'maria',
  '<!channel>',
  '<https://evil.example|console>',
  '&amp;&lt;',
  '& < >',
  '\n\nTo mend it:\n  aws ec2 delete-vpc',
  '\r\u2028\u2029\u0000\u001b[31m\u007f\u0085',
  '\u202egnp.exe',
  '```\nend\n```',
  '*bold* _it_ ~no~ `code`',
  '"}],"version":"2"',
  '\ud83d\udd25\ud83d\udd25',
  '\ud83d',
  '\udd25',
  'Zürich 東京 \u0301',
  '%s{jndi:ldap://x}',
  'x'.repeat(700),
  '😀'.repeat(400),
  '&'.repeat(500),
  '`'.repeat(400),
  ' ',
] as const;

const KINDS = ['gap', 'reminder', 'remediated', 'remediation-failed', 'conflict', 'resolved'] as const;
const MODES: readonly Mode[] = ['notify', 'opt-in', 'remediate'];
const PLACES = [
  ['aws', 'ap-southeast-2'],
  ['aws-cn', 'cn-northwest-1'],
  ['aws-us-gov', 'us-gov-west-1'],
] as const;

/** An alert as bad as the seed makes it: any network ACL, and anything at all in whatever somebody else wrote. */
export function toHostileAlert(seed: number): Alert {
  const random = toRandom(seed ^ 0x5eed);
  const below: Below = count => random() % count;
  const [partition, region] = pick(below, PLACES);
  const base = {
    id: '0123456789abcdef',
    account: '123456789012',
    region,
    partition,
    mode: pick(below, MODES),
    networkAclId: 'acl-0a1b2c3d4e5f60718',
    since: new Date(below(2 ** 31) * 1_000),
    ...(below(4) > 0 && { change: toChange(below) }),
  };
  if (below(12) === 0) return { ...base, kind: 'cannot-evaluate', reason: toText(below) };
  return { ...base, ...toCoveragePart(seed, below) };
}

function toCoveragePart(seed: number, below: Below) {
  const { entries: drawn, settings } = toCase(toRecipe(seed));
  const entries = drawn.map(toEngineEntry);
  const ephemeralPorts = settings.required;
  const networkAcl = toNetworkAcl(below, entries);
  const coverage = evaluateCoverage(networkAcl, nothingKnown('offline'), { ephemeralPorts, ruleQuota: 40 });
  const kind = pick(below, KINDS);
  const remediated = kind === 'remediated' || kind === 'remediation-failed';
  const lines = () =>
    Array.from({ length: below(40) }, () => 'outbound tcp 1024-65535 to 0.0.0.0/0, denied by rule 90');
  return {
    kind,
    severity: pick(below, SEVERITIES),
    networkAcl,
    coverage,
    ephemeralPorts,
    names: new Map([networkAcl.vpcId, ...networkAcl.subnetIds].map(id => [id, toText(below)])),
    ...(below(3) === 0 && { difference: { added: lines(), gone: lines() } }),
    ...(remediated && { remediation: toRemediation(below, networkAcl, coverage) }),
  };
}

function toNetworkAcl(below: Below, entries: readonly NetworkAclEntry[]): NetworkAcl {
  const subnets = pick(below, [0, 1, 3, 200]);
  return {
    networkAclId: 'acl-0a1b2c3d4e5f60718',
    vpcId: pick(below, ['', 'vpc-0f1e2d3c4b5a69788']),
    subnetIds: Array.from({ length: subnets }, (_, index) => `subnet-${String(index).padStart(17, '0')}`),
    inUse: subnets > 0,
    tags: { Name: toText(below), [TAG]: toText(below) },
    entries,
  };
}

function toRemediation(below: Below, after: NetworkAcl, coverage: Coverage): Remediation {
  const created = coverage.plan.entries.slice(0, below(41));
  const coverageAfter = {
    ...coverage,
    plan: { ...coverage.plan, entries: coverage.plan.entries.slice(created.length) },
  };
  return { created, after, coverageAfter, ...(below(2) > 0 && { failure: toText(below) }) };
}

function toChange(below: Below): Change {
  const maybe = (name: string, value: unknown) => (below(4) > 0 ? { [name]: value } : {});
  return {
    networkAclId: 'acl-0a1b2c3d4e5f60718',
    action: pick(below, ['CreateNetworkAclEntry', 'DeleteNetworkAclEntry', 'ReplaceNetworkAclAssociation']),
    ...maybe('eventId', toText(below)),
    ...maybe('at', new Date(below(2 ** 31) * 1_000)),
    ...maybe('actor', toText(below)),
    ...maybe('invokedBy', toText(below)),
    ...maybe('sourceAddress', toText(below)),
    ...maybe('userAgent', toText(below)),
    ...maybe('fromConsole', true),
    ...maybe('target', toText(below)),
  };
}

function toText(below: Below): string {
  return Array.from({ length: below(4) }, () => pick(below, SCRAPS)).join(pick(below, ['', ' ', '\n']));
}

function pick<T>(below: Below, options: readonly T[]): T {
  return options[below(options.length)] as T;
}
