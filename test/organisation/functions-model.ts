import { SweepQueue } from '../../functions/aws/sweep-queue.ts';
import { createHubGuard } from '../../functions/guard/hub-guard.ts';
import { noteChanges } from '../../functions/guard/note-changes.ts';
import { createSweepHandler } from '../../functions/sweep/batch.ts';
import type { HubSweepContext } from '../../functions/sweep/hub-context.ts';
import { withoutQueue } from '../../functions/sweep/without-queue.ts';
import { RecordsInMemory } from '../fixtures/reporter-records.ts';
import type { DeploymentModel } from './deployment-model.ts';
import { HOME } from './organisation.ts';

/** Milliseconds after which a report of changes is asked for, as guard's handler does. */
const QUIET = 21_000;

/** The functions of a hub, composed as their handlers compose them. */
export function createFunctions(model: DeploymentModel) {
  const { own, contexts, registry, findings, hub } = model;
  const { clock, log } = own;
  const queue = new SweepQueue(() => model.sweepQueue.client, 'https://sqs.example/sweep');
  const guard = createHubGuard({
    ...{ home: HOME, admission: hub, contextOf: contexts.contextOf, log },
    noteChange: noteChanges((...sign) => registry.heard(...sign), clock, log),
    requestReport: () => queue.requestReport(QUIET),
  });
  const records = new RecordsInMemory();
  const hubContext: HubSweepContext = {
    ...{ home: HOME, admission: hub, namespace: hub.namespace, registry, records, queue, clock, log },
    listRecent: () => registry.list(),
    sweepContextOf: member => ({
      ...contexts.contextOf(member),
      listRecorded: () => findings.listRecorded(member),
    }),
  };
  const sweep = createSweepHandler(
    {
      ...own,
      listRecorded: () => findings.listRecorded(HOME),
      createExposureReader: () => own.exposure,
      continueSweep: withoutQueue,
    },
    {
      ...own,
      ...{ records, alerts: model.topic, hub: { registry, digestBy: hub.digestBy } },
      listPending: () => findings.listPending(),
      subscribers: { list: async () => ({ confirmed: ['email'], pending: 0 }) },
      requestReport: after => queue.requestReport(after),
      requestOpenSweep: () => queue.requestOpenSweep(),
    },
    hubContext,
  );
  return { guard, sweep };
}
