import { Logger } from '@aws-lambda-powertools/logger';
import { Metrics, MetricUnit } from '@aws-lambda-powertools/metrics';
import type { Log } from '../review/interfaces.ts';

const NAMESPACE = 'NaclEphemeralGuard';

/** The fields of log lines that are metrics, too, and what they are called there. */
const METRICS = {
  sinceChangeSeconds: ['SinceChange', MetricUnit.Seconds],
  added: ['Remediations', MetricUnit.Count],
  swept: ['Swept', MetricUnit.Count],
  openGaps: ['OpenGaps', MetricUnit.Count],
  completedSweeps: ['SweepCompleted', MetricUnit.Count],
} as const;

/**
 * Writes each line to the log of the function, and its figures as metrics in CloudWatch's embedded metric format: one
 * `Outcome` for each line that has one. Nothing is called for that: CloudWatch takes metrics out of the log.
 */
export function createTelemetry(serviceName: 'guard' | 'sweep' | 'slack'): Log {
  let made: { readonly logger: Logger; readonly metrics: Metrics } | undefined;
  return ({ level, message, ...fields }) => {
    // Made with the first line: the logger opens stdout, which takes a tenth of what loading the function takes.
    made ??= {
      logger: new Logger({ serviceName }),
      metrics: new Metrics({ namespace: NAMESPACE, serviceName }),
    };
    const { logger, metrics } = made;
    const write = level === 'ERROR' ? 'error' : level === 'WARN' ? 'warn' : 'info';
    logger[write](String(message), fields);
    if (typeof fields.outcome === 'string') {
      const outcome = metrics.singleMetric();
      outcome.addDimension('outcome', fields.outcome);
      outcome.addMetric('Outcome', MetricUnit.Count, 1);
    }
    for (const [field, [name, unit]] of Object.entries(METRICS)) {
      const value = fields[field];
      if (typeof value === 'number') metrics.singleMetric().addMetric(name, unit, value);
    }
  };
}
