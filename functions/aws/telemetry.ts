import { escapeUnprintable } from '../parsing/printable.ts';
import type { Log } from '../review/interfaces.ts';
import type { FunctionName } from './function-names.ts';

const NAMESPACE = 'NaclEphemeralGuard';

/** A metric of CloudWatch: what it is called there, and its unit. */
interface Metric {
  readonly Name: string;
  readonly Unit: 'Count' | 'Seconds';
}

const OUTCOME: Metric = { Name: 'Outcome', Unit: 'Count' };

/** The fields of log lines that are metrics, too. */
const METRICS: Readonly<Record<string, Metric>> = {
  sinceChangeSeconds: { Name: 'SinceChange', Unit: 'Seconds' },
  added: { Name: 'Remediations', Unit: 'Count' },
  swept: { Name: 'Swept', Unit: 'Count' },
  openGaps: { Name: 'OpenGaps', Unit: 'Count' },
  completedSweeps: { Name: 'SweepCompleted', Unit: 'Count' },
};

/**
 * Writes each line to the log of the function, and its figures as metrics in CloudWatch's embedded metric format: one
 * `Outcome` for each line that has one. Nothing is called for that: CloudWatch takes metrics out of the log.
 *
 * Written out here because a library for it took an eighth of the time in which guard is loaded
 * (docs/adr/0008-small-bundles.md).
 */
export function createTelemetry(service: FunctionName): Log {
  return ({ level, message, ...fields }) => {
    const timestamp = new Date();
    const line = { level, message, timestamp, service, xray_trace_id: traceId(), ...fields };
    // Not by the console: Lambda puts the time and the request's id before its lines, and they are not JSON then.
    write(level === 'INFO' ? process.stdout : process.stderr, line);
    for (const metric of toMetrics(fields, service, timestamp)) write(process.stdout, metric);
  };
}

function write(stream: NodeJS.WriteStream, line: object): void {
  // Who tails the log sees it on a terminal.
  stream.write(`${escapeUnprintable(JSON.stringify(line, toJson))}\n`);
}

/** What JSON does not know, or would show as `{}`, is written as text. */
function toJson(_: string, value: unknown): unknown {
  return typeof value === 'bigint' || value instanceof Error ? String(value) : value;
}

function toMetrics(fields: Readonly<Record<string, unknown>>, service: string, at: Date): object[] {
  const figures = Object.entries(METRICS).flatMap(([field, metric]) => {
    const value = fields[field];
    return Number.isFinite(value) ? [toMetric(metric, Number(value), { service }, at)] : [];
  });
  const { outcome } = fields;
  return typeof outcome === 'string' ? [toMetric(OUTCOME, 1, { service, outcome }, at), ...figures] : figures;
}

/** The format: CloudWatch's user guide, "Specification: Embedded metric format". */
function toMetric(metric: Metric, value: number, dimensions: Readonly<Record<string, string>>, at: Date) {
  const { Name } = metric;
  const Dimensions = [Object.keys(dimensions)];
  const CloudWatchMetrics = [{ Namespace: NAMESPACE, Dimensions, Metrics: [metric] }];
  return { _aws: { Timestamp: at.getTime(), CloudWatchMetrics }, ...dimensions, [Name]: value };
}

/** Of the invocation, which Lambda puts into the environment: `Root=1-…;Parent=…;Sampled=0`. */
function traceId(): string | undefined {
  return /Root=([^;]+)/.exec(process.env._X_AMZN_TRACE_ID ?? '')?.[1];
}
