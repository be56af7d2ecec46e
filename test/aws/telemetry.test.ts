import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { createTelemetry } from '../../functions/aws/telemetry.ts';
import type { Log } from '../../functions/review/interfaces.ts';

type Json = Readonly<Record<string, unknown>>;

const written: Json[] = [];
let log: Log;

beforeEach(() => {
  written.length = 0;
  for (const stream of ['stdout', 'stderr'] as const) {
    vi.spyOn(process[stream], 'write').mockImplementation(line => {
      written.push({ ...JSON.parse(String(line)), stream });
      return true;
    });
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
    const { stream, ...figures } = values;
    expect(stream).toBe('stdout');
    return { Namespace, Dimensions, Metrics, values: figures };
  });

describe('telemetry', () => {
  it('writes one structured line, and one metric for an outcome', () => {
    log({ level: 'INFO', message: 'review finished', outcome: 'covered', networkAclId: 'acl-1' });
    expect(lines()).toMatchObject([
      {
        level: 'INFO',
        message: 'review finished',
        service: 'guard',
        outcome: 'covered',
        networkAclId: 'acl-1',
      },
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

  it('writes no character that a terminal would obey', () => {
    const write = vi.mocked(process.stdout.write);
    log({ level: 'INFO', message: 'x', reason: '\u009b31m\u202e\u007f' });
    expect(String(write.mock.calls[0]?.[0])).toContain('"reason":"\\u009b31m\\u202e\\u007f"}\n');
    expect(lines()).toMatchObject([{ reason: '\u009b31m\u202e\u007f' }]);
  });

  it.each([
    [{ sinceChangeSeconds: 61.5 }, { ChangeToOutcome: 61.5 }],
    [{ added: 2 }, { EntriesAdded: 2 }],
    [
      { networkAclsEvaluated: 7, sweepsFinished: 1 },
      { NetworkAclsEvaluated: 7, SweepsFinished: 1 },
    ],
    [{ notHeard: 3 }, { NotHeard: 3 }],
  ])('makes metrics of the figures in %j', (figures, values) => {
    log({ level: 'INFO', message: 'some', ...figures });
    const found = metrics().map(metric => metric.values);
    expect(Object.assign({}, ...found)).toEqual({ service: 'guard', ...values });
    expect(metrics().every(({ Dimensions }) => JSON.stringify(Dimensions) === '[["service"]]')).toBe(true);
  });

  it.each([
    [
      { openFindings: { medium: 0, high: 4 } },
      [
        { service: 'guard', severity: 'medium', OpenFindings: 0 },
        { service: 'guard', severity: 'high', OpenFindings: 4 },
      ],
    ],
    [{ published: 1, alertKind: 'digest' }, [{ service: 'guard', kind: 'digest', AlertsPublished: 1 }]],
  ])('makes metrics with a dimension of their own of %j', (figures, values) => {
    log({ level: 'INFO', message: 'some', ...figures });
    expect(metrics().map(metric => metric.values)).toEqual(values);
  });

  it.each(['WARN', 'ERROR'])('keeps the level %s, and makes no metric of other lines', level => {
    log({ level, message: 'could not read the finding', error: 'Error: down' });
    expect(lines()).toMatchObject([
      { level, message: 'could not read the finding', error: 'Error: down', stream: 'stderr' },
    ]);
    expect(metrics()).toEqual([]);
  });

  it('says when, and in which trace', () => {
    vi.stubEnv(
      '_X_AMZN_TRACE_ID',
      'Root=1-65a1b2c3-0123456789abcdef01234567;Parent=0123456789abcdef;Sampled=0',
    );
    vi.useFakeTimers({ now: new Date('2026-11-22T10:00:00Z') });
    log({ level: 'INFO', message: 'review finished', outcome: 'covered' });
    vi.useRealTimers();
    expect(lines()).toMatchObject([
      { timestamp: '2026-11-22T10:00:00.000Z', xray_trace_id: '1-65a1b2c3-0123456789abcdef01234567' },
    ]);
    const [metric] = written.filter(isMetric);
    expect(metric).toMatchObject({ _aws: { Timestamp: Date.parse('2026-11-22T10:00:00Z') } });
  });

  it('writes one line for one line, with any text in it', () => {
    log({ level: 'INFO', message: 'a\nb', text: 'c\r\nd\u2028', address: 2n ** 100n, gone: undefined });
    const [line] = vi.mocked(process.stdout.write).mock.calls.map(([text]) => String(text));
    expect(line?.match(/[\r\n]/g)).toEqual(['\n']);
    expect(lines()).toMatchObject([{ message: 'a\nb', address: '1267650600228229401496703205376' }]);
  });
});
