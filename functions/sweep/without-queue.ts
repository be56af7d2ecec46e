import type { SweepProgress } from './progress.ts';

/** @throws Error always: without a queue a sweep has to end in one invocation */
export async function withoutQueue({ swept }: SweepProgress): Promise<never> {
  throw new Error(
    `no time left after ${swept} network ACLs, and SWEEP_QUEUE_URL names no queue for the rest`,
  );
}

/** @throws Error always: without a queue one invocation has to publish everything */
export async function withoutReportQueue(): Promise<never> {
  throw new Error('another report has to follow, and SWEEP_QUEUE_URL names no queue for it');
}
