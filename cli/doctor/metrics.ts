import { type CloudWatchClient, GetMetricDataCommand, type Metric } from '@aws-sdk/client-cloudwatch';
import { ask } from '../deployment/ask.ts';

/** One value of a metric, and when its period began. */
export interface MetricValue {
  readonly at: Date;
  readonly value: number;
}

/** Seconds; CloudWatch keeps values of five minutes for 63 days. */
const PERIOD = 300;

/**
 * Reads the values of a metric, the latest first.
 *
 * @throws what {@link ask} throws
 */
export async function readMetric(
  client: CloudWatchClient,
  metric: Metric,
  stat: 'Sum' | 'Maximum',
  { from, to }: { readonly from: Date; readonly to: Date },
): Promise<MetricValue[]> {
  const found: MetricValue[] = [];
  let NextToken: string | undefined;
  do {
    const page = await ask('cloudwatch:GetMetricData', () =>
      client.send(
        new GetMetricDataCommand({
          MetricDataQueries: [{ Id: 'metric', MetricStat: { Metric: metric, Period: PERIOD, Stat: stat } }],
          StartTime: from,
          EndTime: to,
          ScanBy: 'TimestampDescending',
          ...(NextToken && { NextToken }),
        }),
      ),
    );
    const { Timestamps = [], Values = [] } = page.MetricDataResults?.[0] ?? {};
    found.push(...Timestamps.map((at, index) => ({ at, value: Values[index] ?? 0 })));
    NextToken = page.NextToken;
  } while (NextToken);
  return found;
}
