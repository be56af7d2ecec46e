import { startMoto } from '../moto/moto.ts';
import { createPeerClients, destroyClients } from './account/clients.ts';
import { findMade } from './account/find.ts';
import { makeRegion } from './account/make.ts';
import { type Resource, removeAll } from './account/resources.ts';
import { beginRun } from './account/run.ts';
import { type ContractTarget, describeAwsContract } from './aws-contract.ts';
import { MOTO_DEVIATIONS } from './moto-deviations.ts';

async function startTarget(): Promise<ContractTarget> {
  const moto = await startMoto();
  const clients = createPeerClients(moto.endpoint);
  const made: Resource[] = [];
  const region = await makeRegion({ clients, run: beginRun(20), onMade: resource => made.push(resource) });
  const close = async () => {
    const unremoved = await removeAll(clients, made);
    const left = await findMade(clients);
    destroyClients(clients);
    await moto.close();
    if (unremoved.length + left.length > 0)
      throw new Error(`still there: ${JSON.stringify({ unremoved, left })}`);
  };
  return { ...clients, ...region, close };
}

describeAwsContract('moto keeps the contract of AWS', startTarget, Object.keys(MOTO_DEVIATIONS));
