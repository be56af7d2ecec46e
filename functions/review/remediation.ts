import type { Remediation } from '../alert/alert.ts';
import { formatCidrBlock } from '../coverage/cidr-block.ts';
import { type Coverage, evaluateCoverage } from '../coverage/coverage.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import { matchedPorts, type NetworkAclEntry } from '../coverage/network-acl-entry.ts';
import { formatPorts } from '../coverage/port-set.ts';
import type { NetworkAcls, ReviewContext } from './interfaces.ts';

/** How often the entries are planned anew because somebody else changed the network ACL meanwhile. */
const MOST_PLANS = 3;
/** Waits before reading back what was written: EC2's reads are eventually consistent. Milliseconds. */
const READ_BACK_WAITS = [0, 250, 500, 1_000, 2_000];

/** What stands now, and what of it the guard added. */
interface Progress {
  readonly networkAcl: NetworkAcl;
  readonly coverage: Coverage;
  readonly created: readonly NetworkAclEntry[];
}

/**
 * Adds the planned entries one by one and reads back until they are seen to cover. Where somebody else changes the
 * network ACL meanwhile, it plans again. It never replaces and never deletes.
 */
export async function remediate(
  networkAcl: NetworkAcl,
  coverage: Coverage,
  context: ReviewContext,
): Promise<Remediation> {
  let progress: Progress = { networkAcl, coverage, created: [] };
  for (let plans = 0; plans < MOST_PLANS && progress.coverage.plan.entries.length > 0; plans += 1) {
    const { created, refused } = await createEntries(progress, context);
    const all = [...progress.created, ...created];
    progress = await readBack({ ...progress, created: all }, context);
    if (refused !== undefined) return toRemediation(progress, refused);
  }
  const { entries } = progress.coverage.plan;
  return toRemediation(
    progress,
    entries.length > 0 ? 'the network ACL kept changing; the rules below are still missing' : undefined,
  );
}

function toRemediation(
  { networkAcl, coverage, created }: Progress,
  refused: string | undefined,
): Remediation {
  const unplaced =
    coverage.plan.unplaced.length > 0 ? 'not all of the missing rules have a place' : undefined;
  const failure = coverage.status === 'gap' ? (refused ?? unplaced) : undefined;
  return { created, after: networkAcl, coverageAfter: coverage, ...(failure && { failure }) };
}

/** Creates what the plan says, up to the first entry whose place is taken or that EC2 refuses. */
async function createEntries({ networkAcl, coverage }: Progress, { networkAcls }: ReviewContext) {
  const created: NetworkAclEntry[] = [];
  for (const entry of coverage.plan.entries) {
    const result = await networkAcls.create(networkAcl.networkAclId, entry);
    if (result.kind === 'refused') return { created, refused: result.reason };
    // Ours, if the reply to a first attempt was lost; else another's, and the plan is out of date.
    if (result.kind === 'rule-number-taken' && !(await stands(entry, networkAcl.networkAclId, networkAcls)))
      break;
    created.push(entry);
  }
  return { created, refused: undefined };
}

async function stands(entry: NetworkAclEntry, networkAclId: string, networkAcls: NetworkAcls) {
  const networkAcl = await readOne(networkAclId, networkAcls);
  return networkAcl?.entries.some(other => isSame(entry, other)) ?? false;
}

/** Reads until all that was created is seen, or the waits are over. */
async function readBack(
  progress: Progress,
  { networkAcls, clock, settings }: ReviewContext,
): Promise<Progress> {
  const { networkAclId } = progress.networkAcl;
  let seen = progress;
  for (const wait of READ_BACK_WAITS) {
    if (wait > 0) await clock.wait(wait);
    const networkAcl = await readOne(networkAclId, networkAcls);
    if (networkAcl === undefined) continue;
    seen = { ...progress, networkAcl, coverage: evaluateCoverage(networkAcl.entries, settings) };
    if (progress.created.every(entry => networkAcl.entries.some(other => isSame(entry, other)))) break;
  }
  return seen;
}

async function readOne(networkAclId: string, networkAcls: NetworkAcls): Promise<NetworkAcl | undefined> {
  const read = (await networkAcls.read([networkAclId])).get(networkAclId);
  if (read instanceof Error) throw read;
  return read;
}

function isSame(a: NetworkAclEntry, b: NetworkAclEntry): boolean {
  return identity(a) === identity(b);
}

function identity(entry: NetworkAclEntry): string {
  const { ruleNumber, egress, action, protocol, cidrBlock } = entry;
  const ports = [matchedPorts(entry, 'tcp'), matchedPorts(entry, 'udp')].map(range =>
    formatPorts(range ? [range] : []),
  );
  return [ruleNumber, egress, action, protocol, formatCidrBlock(cidrBlock), ...ports].join(' ');
}
