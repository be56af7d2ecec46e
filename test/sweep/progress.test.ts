import { describe, expect, it } from 'vitest';
import { parseProgress, START } from '../../functions/sweep/progress.ts';

describe('parseProgress', () => {
  it('starts for the event of a schedule', () => {
    expect(parseProgress({ 'detail-type': 'Scheduled Event', source: 'aws.events', detail: {} })).toEqual(
      START,
    );
    expect(parseProgress(null)).toEqual(START);
  });

  it('starts the first sweep after a deployment for the message of its rule', () => {
    const first = { ...START, isFirst: true };
    expect(parseProgress(JSON.parse('{"firstSweep":{}}'))).toEqual(first);
    expect(parseProgress({ progress: { ...first, skip: 5 } })).toEqual({ ...first, skip: 5 });
  });

  it('reads what a sweep sent to its queue', () => {
    const progress = { nextToken: 'token', skip: 5, swept: 205, openGaps: 3 };
    expect(parseProgress(JSON.parse(JSON.stringify({ progress })))).toEqual(progress);
    expect(parseProgress({ progress: START })).toEqual(START);
  });

  it.each([
    [{ skip: -1, swept: 0, openGaps: 0 }, 'progress.skip is -1, expected a whole number from 0'],
    [{ skip: 0, swept: 1.5, openGaps: 0 }, 'progress.swept is 1.5, expected a whole number from 0'],
    [{ skip: 0, swept: 0 }, 'progress.openGaps is missing, expected a whole number from 0'],
    [{ skip: 0, swept: 0, openGaps: 0, isFirst: 1 }, 'progress.isFirst is 1, expected true or false'],
    [{ nextToken: 7, skip: 0, swept: 0, openGaps: 0 }, 'progress.nextToken is 7, expected a text'],
  ])('refuses %j', (progress, message) => expect(() => parseProgress({ progress })).toThrow(message));
});
