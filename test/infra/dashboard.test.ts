import { describe, expect, test } from 'vitest';
import { type Metric, metricError, namesOf } from './metrics.ts';
import { packageService } from './service-package.ts';
import { propertiesOf, resourcesOf, type Template } from './template.ts';

const [{ template }, { template: withSlack }] = await Promise.all([
  packageService(),
  packageService('slackWebhookParameter=/nacl-ephemeral-guard/slack-webhook'),
]);
const templates = { 'without slack': template, 'with slack': withSlack };

interface Widget {
  type: string;
  x: number;
  y: number;
  width: number;
  height: number;
  properties: { title: string; region?: string; alarms?: string[]; metrics?: unknown[][] };
}

const bodyOf = (each: Template) =>
  (propertiesOf(each, 'Dashboard').DashboardBody as { 'Fn::Sub': string })['Fn::Sub'];

/** The body once CloudFormation has substituted: each `${…}` by the text between its braces. */
function widgetsOf(each: Template): Widget[] {
  return JSON.parse(bodyOf(each).replaceAll(/\$\{([^}]+)\}/g, '$1')).widgets;
}

/** The rows of a widget in full: `.` means the text above it, `...` all of them except those that follow. */
function metricsOf({ properties: { metrics = [] } }: Widget): Metric[] {
  const rows: string[][] = [];
  for (const row of metrics) {
    const texts = row.filter(cell => typeof cell === 'string');
    if (texts.length > 0) rows.push(inFull(texts, rows.at(-1) ?? []));
  }
  return rows.map(([namespace = '', name = '', ...pairs]) => ({
    namespace,
    name,
    dimensions: Object.fromEntries(
      pairs.flatMap((key, at) => (at % 2 === 0 ? [[key, pairs[at + 1] ?? '']] : [])),
    ),
  }));
}

function inFull(texts: string[], above: string[]): string[] {
  const [first, ...others] = texts;
  if (first === '...') return [...above.slice(0, above.length - others.length), ...others];
  return texts.map((cell, at) => (cell === '.' ? (above[at] ?? '') : cell));
}

describe.each(Object.entries(templates))('the dashboard %s', (_, each) => {
  const widgets = widgetsOf(each);

  test('refers to nothing but resources of the template and the region', () => {
    const referred = [...bodyOf(each).matchAll(/\$\{([^}.]+)[^}]*\}/g)].map(([, id]) => id);
    expect(referred.filter(id => id !== 'AWS::Region' && !Object.hasOwn(each.Resources, String(id)))).toEqual(
      [],
    );
  });

  test.each(widgets.map(widget => [widget.properties.title, widget] as const))(
    '%s shows metrics that exist, in the region of the stack',
    (_title, widget) => {
      const errors = metricsOf(widget).flatMap(metric => metricError(metric, namesOf(each.Resources)) ?? []);
      expect(errors).toEqual([]);
      if (widget.type === 'metric') {
        expect(widget.properties.region).toBe('AWS::Region');
        expect(metricsOf(widget)).not.toEqual([]);
      }
    },
  );

  test('shows the state of every alarm', () => {
    const shown = widgets.flatMap(({ properties }) => properties.alarms ?? []);
    const alarms = resourcesOf(each, 'AWS::CloudWatch::Alarm').map(([id]) => `${id}.Arn`);
    expect(shown.toSorted()).toEqual(alarms.toSorted());
  });

  test('has every queue, and every function with its errors, throttles and duration', () => {
    const shown = widgets
      .flatMap(metricsOf)
      .map(({ name, dimensions }) => `${name} ${Object.values(dimensions)}`);
    const queues = resourcesOf(each, 'AWS::SQS::Queue').map(
      ([id]) => `ApproximateNumberOfMessagesVisible ${id}.QueueName`,
    );
    const functions = resourcesOf(each, 'AWS::Lambda::Function').flatMap(([id]) =>
      ['Errors', 'Throttles', 'Duration'].map(name => `${name} ${id}`),
    );
    expect(shown).toEqual(expect.arrayContaining([...queues, ...functions]));
  });

  test('has widgets that fit the 24 columns and do not overlap', () => {
    const cells = widgets.flatMap(({ x, y, width, height }) =>
      Array.from({ length: width * height }, (_, at) => `${x + (at % width)},${y + Math.floor(at / width)}`),
    );
    expect(new Set(cells).size).toBe(cells.length);
    expect(Math.max(...widgets.map(({ x, width }) => x + width))).toBe(24);
  });
});

test('the dashboard has a name of its own in each region', () => {
  expect(propertiesOf(template, 'Dashboard').DashboardName).toEqual({
    'Fn::Sub': `nacl-ephemeral-guard-prod-\${AWS::Region}`,
  });
});

test('every outcome of both services is on the dashboard', () => {
  const outcomes = widgetsOf(template)
    .flatMap(metricsOf)
    .filter(({ name }) => name === 'Outcome')
    .map(({ dimensions }) => `${dimensions.service} ${dimensions.outcome}`);
  expect(new Set(outcomes).size).toBe(18);
});

describe('metricError', () => {
  const names = new Map([['Q.QueueName', 'AWS::SQS::Queue']]);
  test.each<[string, string, Record<string, string>, boolean]>([
    ['NaclEphemeralGuard', 'Outcome', { service: 'sweep', outcome: 'deleted' }, true],
    ['NaclEphemeralGuard', 'Outcome', { service: 'sweep' }, false],
    ['NaclEphemeralGuard', 'Outcome', { service: 'sweep', outcome: 'none' }, false],
    ['NaclEphemeralGuard', 'OpenGap', { service: 'sweep' }, false],
    ['NaclEphemeralGuard', 'OpenFindings', { service: 'guard' }, false],
    ['NaclEphemeralGuard', 'OpenFindings', {}, false],
    ['NaclGuard', 'OpenFindings', { service: 'sweep' }, false],
    ['AWS/SQS', 'ApproximateAgeOfOldestMessage', { QueueName: 'Q.QueueName' }, true],
    ['AWS/SQS', 'ApproximateAgeOfOldestMessage', { QueueName: 'Q' }, false],
    ['AWS/SQS', 'ApproximateAge', { QueueName: 'Q.QueueName' }, false],
    ['AWS/Lambda', 'Errors', { FunctionName: 'Q.QueueName' }, false],
  ])('%s %s %j: %j', (namespace, name, dimensions, isRight) => {
    expect(metricError({ namespace, name, dimensions }, names) === undefined).toBe(isRight);
  });
});
