import { STSClient } from '@aws-sdk/client-sts';
import { type AwsSource, type NamedRegion, namedRegion } from '../input/aws-source.ts';

/** The region that an option, the environment or the profile names, in this order; undefined if none does. */
export async function findRegion(source: AwsSource): Promise<NamedRegion | undefined> {
  const named = namedRegion(source);
  if (named !== undefined) return named;
  const client = new STSClient(source.profile ? { profile: source.profile } : {});
  try {
    return { region: await client.config.region(), from: `profile ${source.profile ?? 'default'}` };
  } catch {
    return undefined;
  } finally {
    client.destroy();
  }
}
