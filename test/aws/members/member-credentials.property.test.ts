import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RefusedError, type SessionCredentials } from '../../../functions/aws/members/assume-role.ts';
import { MemberCredentials } from '../../../functions/aws/members/member-credentials.ts';

const ACCOUNTS = ['111111111111', '222222222222', '333333333333'] as const;
const MINUTE = 60_000;
const ANSWERS = ['session', 'session', 'refused', 'throttled'] as const;
type Answer = (typeof ANSWERS)[number];
const SESSION = { accessKeyId: 'ASIA', secretAccessKey: 's', sessionToken: 't' };

/** A call of STS that is not answered yet. */
interface Assumption {
  readonly account: string;
  readonly resolve: (session: SessionCredentials) => void;
  readonly reject: (error: Error) => void;
}

/** STS with answers in any order, and what has to hold after each step. */
class Story {
  now = 0;
  assumed = 0;
  readonly #problems: string[] = [];
  readonly #pending: Assumption[] = [];
  readonly #refusedAt = new Map<string, number>();
  readonly #dropped = new Set<SessionCredentials>();
  readonly #given: { readonly account: string; readonly session: SessionCredentials }[] = [];
  readonly #credentials = new MemberCredentials(
    account => this.#assume(account),
    () => this.now,
  );

  #assume(account: string): Promise<SessionCredentials> {
    this.assumed += 1;
    const isAssumed = this.#pending.some(pending => pending.account === account);
    this.#require(!isAssumed, 'two calls at a time');
    const refusedAt = this.#refusedAt.get(account) ?? Number.NEGATIVE_INFINITY;
    this.#require(this.now - refusedAt >= 5 * MINUTE, 'a call soon after a refusal');
    return new Promise((resolve, reject) => this.#pending.push({ account, resolve, reject }));
  }

  ask(account: string): void {
    const refusedAt = this.#refusedAt.get(account) ?? Number.NEGATIVE_INFINITY;
    const isRefused = this.now - refusedAt < 5 * MINUTE;
    const dropped = new Set(this.#dropped);
    const asked = this.now;
    this.#credentials.of(account).then(
      session => {
        this.#require(session.accessKeyId === `ASIA${account}`, 'a session of another account');
        this.#require(!isRefused, 'a session after a refusal');
        this.#require(!dropped.has(session), 'a session that was dropped');
        this.#require(asked < session.expiration.getTime() - 5 * MINUTE, 'a session that ends soon');
        this.#given.push({ account, session });
      },
      error => this.#require(/refuses the role|Throttling/.test(String(error)), String(error)),
    );
  }

  #require(holds: boolean, problem: string): void {
    if (!holds) this.#problems.push(problem);
  }

  check(): void {
    expect(this.#problems).toEqual([]);
  }

  answer(index: number, how: Answer, minutes: number): void {
    const [pending] = this.#pending.splice(index % Math.max(1, this.#pending.length), 1);
    if (pending === undefined) return;
    const { account, resolve, reject } = pending;
    const expiration = new Date(this.now + minutes * MINUTE);
    if (how === 'session') resolve({ ...SESSION, accessKeyId: `ASIA${account}`, expiration });
    if (how === 'throttled') reject(new Error('Throttling'));
    if (how === 'refused') {
      this.#refusedAt.set(account, this.now);
      reject(new RefusedError(account, 'AccessDenied'));
    }
  }

  /** AWS does not accept a session any more, maybe an old one. */
  drop(index: number): void {
    const given = this.#given[index % Math.max(1, this.#given.length)];
    if (given === undefined) return;
    this.#credentials.drop(given.account, given.session);
    this.#dropped.add(given.session);
  }
}

type Step =
  | { readonly ask: string }
  | { readonly answer: number; readonly how: Answer; readonly minutes: number }
  | { readonly pass: number }
  | { readonly drop: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ ask: fc.constantFrom(...ACCOUNTS) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      answer: fc.nat(5),
      how: fc.constantFrom(...ANSWERS),
      minutes: fc.integer({ min: 15, max: 60 }),
    }),
  },
  { weight: 2, arbitrary: fc.record({ pass: fc.integer({ min: 0, max: 20 }) }) },
  { weight: 1, arbitrary: fc.record({ drop: fc.nat(20) }) },
);

function take(story: Story, taken: Step): void {
  if ('ask' in taken) story.ask(taken.ask);
  else if ('answer' in taken) story.answer(taken.answer, taken.how, taken.minutes);
  else if ('drop' in taken) story.drop(taken.drop);
  else story.now += taken.pass * MINUTE;
}

describe('credentials of members', () => {
  it('are of the account, fresh, not dropped, and one call at a time, in whatever turn STS answers', async () => {
    let assumed = 0;
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 60, size: 'max' }), async steps => {
        const story = new Story();
        for (const taken of steps) {
          take(story, taken);
          await new Promise(setImmediate);
          story.check();
        }
        assumed += story.assumed;
      }),
      { numRuns: 300 },
    );
    expect(assumed).toBeGreaterThan(1_000);
  });

  it('are asked for once by any number of callers', async () => {
    let calls = 0;
    const session = { ...SESSION, expiration: new Date(60 * MINUTE) };
    const credentials = new MemberCredentials(
      async () => {
        calls += 1;
        return session;
      },
      () => 0,
    );
    const asked = await Promise.all(Array.from({ length: 20 }, () => credentials.of('111111111111')));
    expect(new Set(asked)).toEqual(new Set([session]));
    expect(calls).toBe(1);
  });

  it.each([
    ['54 minutes after the call', 54, 1],
    ['55 minutes after it', 55, 2],
  ])('are kept %s', async (_, minutes, expected) => {
    let now = 0;
    let calls = 0;
    const credentials = new MemberCredentials(
      async () => {
        calls += 1;
        return { ...SESSION, expiration: new Date(now + 60 * MINUTE) };
      },
      () => now,
    );
    await credentials.of('111111111111');
    now = minutes * MINUTE;
    await credentials.of('111111111111');
    expect(calls).toBe(expected);
  });
});
