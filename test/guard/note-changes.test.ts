import { beforeEach, describe, expect, it } from 'vitest';
import { noteChanges } from '../../functions/guard/note-changes.ts';
import { ReviewWorld } from '../fixtures/review-context.ts';

const MEMBER = { account: '222222222222', region: 'eu-west-1' };
let world: ReviewWorld;
let written: string[];
let error: Error | undefined;
let removedAt: Date | undefined;
let note: ReturnType<typeof noteChanges>;
const pass = (minutes: number) => {
  world.now = new Date(world.now.getTime() + minutes * 60_000);
};

beforeEach(() => {
  world = new ReviewWorld();
  written = [];
  error = undefined;
  removedAt = undefined;
  const recordSign = async (member: object, at: Date, by: string) => {
    if (error) throw error;
    if (removedAt !== undefined && at <= removedAt) return 'removed';
    return written.push(`${Object.values(member).join('/')} ${at.toISOString().slice(11, 16)} ${by}`);
  };
  note = noteChanges(recordSign, world.clock, world.log);
});

describe('changes of a member', () => {
  it('are recorded once an hour', async () => {
    for (const minutes of [0, 30, 29, 1]) {
      pass(minutes);
      await note(MEMBER);
    }
    expect(written).toEqual(['222222222222/eu-west-1 10:00 change', '222222222222/eu-west-1 11:00 change']);
  });

  it('are recorded with their own time, which is not in the future', async () => {
    const from = (minutes: number) => new Date(world.now.getTime() + minutes * 60_000);
    await note(MEMBER, from(-10));
    await note({ ...MEMBER, region: 'us-east-1' }, from(10));
    expect(written).toEqual(['222222222222/eu-west-1 09:50 change', '222222222222/us-east-1 10:00 change']);
  });

  it('from before its removal are not taken for its record: the next one is recorded', async () => {
    removedAt = world.now;
    await note(MEMBER, world.now);
    pass(1);
    await note(MEMBER, world.now);
    expect(written).toEqual(['222222222222/eu-west-1 10:01 change']);
  });

  it('are recorded for each account and region', async () => {
    for (const region of ['eu-west-1', 'us-east-1', 'eu-west-1']) await note({ ...MEMBER, region });
    expect(written).toHaveLength(2);
  });

  it('are recorded by the next one where the table does not answer', async () => {
    error = new Error('ThrottlingException');
    await note(MEMBER);
    expect(world.logged).toMatchObject([
      {
        level: 'ERROR',
        message: 'could not register the member',
        ...MEMBER,
        error: 'Error: ThrottlingException',
      },
    ]);
    error = undefined;
    await note(MEMBER);
    expect(written).toHaveLength(1);
  });
});
