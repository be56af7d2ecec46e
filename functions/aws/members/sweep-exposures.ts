import type { ExposureReader } from '../../review/interfaces.ts';
import type { Member } from '../../review/member.ts';
import type { Environment } from '../environment.ts';
import { sweepExposureReaders } from '../exposure-readers.ts';
import type { ReviewContexts } from './review-contexts.ts';

/** Makes the reader of exposure for one sweep of a member. */
export function sweepExposuresOf(
  environment: Environment,
  { contextOf, sourcesOf }: ReviewContexts,
): (member: Member, signal: AbortSignal) => ExposureReader {
  return (member, signal) => {
    const { exposure, log } = contextOf(member);
    return sweepExposureReaders(environment, log, exposure, sourcesOf(member))(signal);
  };
}
