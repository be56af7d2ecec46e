import {
  type CloudWatchClient,
  type GetMetricDataCommandInput,
  type Metric,
  paginateGetMetricData,
} from '@aws-sdk/client-cloudwatch';
import { ask } from '../deployment/ask.ts';
import { endingPages } from '../input/pages.ts';

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
  const query: GetMetricDataCommandInput = {
    MetricDataQueries: [{ Id: 'metric', MetricStat: { Metric: metric, Period: PERIOD, Stat: stat } }],
    StartTime: from,
    EndTime: to,
    ScanBy: 'TimestampDescending',
  };
  return ask('cloudwatch:GetMetricData', async () => {
    const found: MetricValue[] = [];
    for await (const page of endingPages(paginateGetMetricData({ client }, query))) {
      const { Timestamps = [], Values = [] } = page.MetricDataResults?.[0] ?? {};
      found.push(...Timestamps.map((at, index) => ({ at, value: Values[index] ?? 0 })));
    }
    return found;
  });
}
