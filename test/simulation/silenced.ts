import { evaluateCoverage } from '../../functions/coverage/coverage.ts';
import { nothingKnown } from '../../functions/coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import { isBroken } from '../../functions/review/evaluation.ts';
import { TAG } from '../../functions/review/words/mode.ts';
import type { Lived } from './lived.ts';

/** Milliseconds from a change to the end of its third delivery. */
const THIRD_DELIVERY = 1_750_000;

/** A gap that exists while the findings table fails is reported all the same, where nothing else fails. */
export function findSilenced({ story, region, settings, calls }: Lived): string[] {
  if (calls.rate > 1) return [];
  const isQuiet = (networkAcl: NetworkAcl | undefined) =>
    networkAcl === undefined ||
    networkAcl.tags[TAG] === 'ignore' ||
    !isBroken(evaluateCoverage(networkAcl, nothingKnown('turned-off'), settings), settings);
  return story.outages
    .filter(({ at, networkAclId, isDelivered }) => {
      if (!isDelivered) return false;
      const end = at + THIRD_DELIVERY;
      const isReported = story.published.some(one => at <= one.at && one.at <= end);
      return !isReported && !region.wasSince(networkAclId, at, isQuiet, end);
    })
    .map(({ at }) => `a table that fails has silenced a gap: at ${at}`);
}
