import { escapeUnprintable } from '../parsing/printable.ts';
import type { Log } from '../review/interfaces.ts';

const NAMESPACE = 'NaclEphemeralGuard';

/** A metric of CloudWatch: what it is called there, and its unit. */
interface Metric {
  readonly Name: string;
  readonly Unit: 'Count' | 'Seconds';
}

const OUTCOME: Metric = { Name: 'Outcome', Unit: 'Count' };

/** The field of a log line that is a metric, too. */
interface MetricField {
  readonly metric: Metric;
  /** A dimension beside the service: the text of another field, or the names in a field with several figures. */
  readonly by?: { readonly dimension: string; readonly field?: string };
}

const METRICS: Readonly<Record<string, MetricField>> = {
  sinceChangeSeconds: { metric: { Name: 'ChangeToOutcome', Unit: 'Seconds' } },
  added: { metric: { Name: 'EntriesAdded', Unit: 'Count' } },
  networkAclsEvaluated: { metric: { Name: 'NetworkAclsEvaluated', Unit: 'Count' } },
  openFindings: { metric: { Name: 'OpenFindings', Unit: 'Count' }, by: { dimension: 'severity' } },
  sweepsFinished: { metric: { Name: 'SweepsFinished', Unit: 'Count' } },
  published: {
    metric: { Name: 'AlertsPublished', Unit: 'Count' },
    by: { dimension: 'kind', field: 'alertKind' },
  },
  notHeard: { metric: { Name: 'NotHeard', Unit: 'Count' } },
};

/**
 * Writes each line to the log of the function, and its figures as metrics in CloudWatch's embedded metric format: one
 * `Outcome` for each line that has one. Nothing is called for that: CloudWatch takes metrics out of the log.
 *
 * Written out here because a library for it took an eighth of the time in which guard is loaded
 * (docs/adr/0008-small-bundles.md).
 */
export function createTelemetry(service: 'guard' | 'sweep' | 'slack'): Log {
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
  const figures = Object.entries(METRICS).flatMap(([field, { metric, by }]) =>
    toFigures(fields[field], by && { ...by, value: fields[by.field ?? ''] }).map(({ dimensions, figure }) =>
      toMetric(metric, figure, { service, ...dimensions }, at),
    ),
  );
  const { outcome } = fields;
  return typeof outcome === 'string' ? [toMetric(OUTCOME, 1, { service, outcome }, at), ...figures] : figures;
}

interface Figure {
  readonly dimensions: Readonly<Record<string, string>>;
  readonly figure: number;
}

/** @param by - the dimension, and its value where it is in a field of its own */
function toFigures(
  value: unknown,
  by: { readonly dimension: string; readonly value: unknown } | undefined,
): Figure[] {
  if (typeof value === 'object' && value !== null && by)
    return Object.entries(value).map(([name, figure]) => ({
      dimensions: { [by.dimension]: name },
      figure: Number(figure),
    }));
  if (!Number.isFinite(value)) return [];
  return [{ dimensions: by ? { [by.dimension]: String(by.value) } : {}, figure: Number(value) }];
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
