import { nothingKnown, type Surroundings } from '../coverage/exposure/exposure.ts';
import { needsExposure } from '../coverage/needs-exposure.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import type { ReviewContext } from './interfaces.ts';
import { toOwnSettings } from './ports-tag.ts';

/** Milliseconds after which a review goes on without exposure: it may still have to write, and has to report. */
const BUDGET = 30_000;

/** What is around a network ACL, read only where it can change the verdict. */
export async function readSurroundings(
  networkAcl: NetworkAcl,
  { exposure, settings }: Pick<ReviewContext, 'exposure' | 'settings'>,
): Promise<Surroundings> {
  if (!needsExposure(networkAcl, toOwnSettings(networkAcl, settings))) return nothingKnown('not-needed');
  return exposure.read(networkAcl, AbortSignal.timeout(BUDGET));
}
