import { ParseError } from '../parsing/definition.ts';
import type { Finding, NetworkAclKey } from './finding.ts';
import type { ReviewContext } from './interfaces.ts';

/** Another review has recorded something about the network ACL meanwhile: this one has to begin again. */
export class OutdatedError extends Error {
  override readonly name = 'OutdatedError';

  constructor({ networkAclId }: NetworkAclKey) {
    super(`another review of ${networkAclId} has recorded its result meanwhile`);
  }
}

/** The result of reading a finding. */
export type OnRecord =
  | { readonly kind: 'read'; readonly finding: Finding | undefined }
  /** What was reported and written is not known. */
  | { readonly kind: 'unavailable'; readonly finding: undefined; readonly error: unknown };

export const NOTHING_ON_RECORD: OnRecord = { kind: 'read', finding: undefined };

type Place = Pick<ReviewContext, 'networkAcls'>;

export function toKey(networkAclId: string, { networkAcls: { account, region } }: Place): NetworkAclKey {
  return { account, region, networkAclId };
}

/** A malformed record is removed: it would keep every later finding from being recorded, and repeat each alert. */
export async function readFinding(networkAclId: string, context: ReviewContext): Promise<OnRecord> {
  const key = toKey(networkAclId, context);
  try {
    return { kind: 'read', finding: await context.findings.read(key) };
  } catch (error) {
    context.log({
      level: 'ERROR',
      message: 'could not read the finding',
      networkAclId,
      error: String(error),
    });
    return error instanceof ParseError
      ? removeMalformed(key, context)
      : { kind: 'unavailable', finding: undefined, error };
  }
}

async function removeMalformed(key: NetworkAclKey, { findings }: ReviewContext): Promise<OnRecord> {
  try {
    await findings.remove(key);
    return NOTHING_ON_RECORD;
  } catch (error) {
    return { kind: 'unavailable', finding: undefined, error };
  }
}

/**
 * @returns the finding as it is on record now
 * @throws OutdatedError, and whatever keeps the table from answering
 */
export async function save(
  next: Omit<Finding, 'revision'>,
  previous: Finding | undefined,
  context: Pick<ReviewContext, 'findings'>,
): Promise<Finding> {
  const finding = { ...next, revision: (previous?.revision ?? 0) + 1 };
  if ((await context.findings.write(finding, previous)) === 'outdated') throw new OutdatedError(finding);
  return finding;
}
