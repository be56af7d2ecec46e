import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTelemetry } from '../../functions/aws/telemetry.ts';
import type { Log } from '../../functions/review/interfaces.ts';

type Json = Readonly<Record<string, unknown>>;

const written: Json[] = [];
let log: Log;

beforeEach(() => {
  written.length = 0;
  // Powertools then writes by the console, where a test can listen.
  vi.stubEnv('POWERTOOLS_DEV', 'true');
  vi.stubEnv('POWERTOOLS_METRICS_DISABLED', 'false');
  for (const name of ['log', 'info', 'warn', 'error'] as const) {
    vi.spyOn(console, name).mockImplementation(line => void written.push(JSON.parse(line)));
  }
  log = createTelemetry('guard');
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
});

const isMetric = (line: Json) => '_aws' in line;
const lines = () => written.filter(line => !isMetric(line));
const metrics = () =>
  written.filter(isMetric).map(({ _aws, ...values }) => {
    const [{ Namespace, Dimensions, Metrics }] = (_aws as { CloudWatchMetrics: [Json] }).CloudWatchMetrics;
    return { Namespace, Dimensions, Metrics, values };
  });

describe('telemetry', () => {
  it('writes one structured line, and one metric for an outcome', () => {
    log({ level: 'INFO', message: 'outcome', outcome: 'covered', networkAclId: 'acl-1' });
    expect(lines()).toMatchObject([
      { level: 'INFO', message: 'outcome', service: 'guard', outcome: 'covered', networkAclId: 'acl-1' },
    ]);
    expect(metrics()).toEqual([
      {
        Namespace: 'NaclEphemeralGuard',
        Dimensions: [['service', 'outcome']],
        Metrics: [{ Name: 'Outcome', Unit: 'Count' }],
        values: { service: 'guard', outcome: 'covered', Outcome: 1 },
      },
    ]);
  });

  it.each([
    [{ sinceChangeSeconds: 61.5 }, { SinceChange: 61.5 }],
    [{ added: 2 }, { Remediations: 2 }],
    [
      { swept: 7, openGaps: 0, completedSweeps: 1 },
      { Swept: 7, OpenGaps: 0, SweepCompleted: 1 },
    ],
  ])('makes metrics of the figures in %j', (figures, values) => {
    log({ level: 'INFO', message: 'some', ...figures });
    const found = metrics().map(metric => metric.values);
    expect(Object.assign({}, ...found)).toEqual({ service: 'guard', ...values });
    expect(metrics().every(({ Dimensions }) => JSON.stringify(Dimensions) === '[["service"]]')).toBe(true);
  });

  it.each(['WARN', 'ERROR'])('keeps the level %s, and makes no metric of other lines', level => {
    log({ level, message: 'finding not read', error: 'Error: down' });
    expect(lines()).toMatchObject([{ level, message: 'finding not read', error: 'Error: down' }]);
    expect(metrics()).toEqual([]);
  });
});
