import { expect } from 'vitest';
import { startMoto } from '../moto/moto.ts';
import { createPeerClients, destroyClients } from './account/clients.ts';
import { findMade } from './account/find.ts';
import { makeRegion } from './account/make.ts';
import { recordCalls } from './account/peer-account.ts';
import policy from './account/policy.json' with { type: 'json' };
import { type Resource, removeAll } from './account/resources.ts';
import { beginRun } from './account/run.ts';
import { type ContractTarget, describeAwsContract } from './aws-contract.ts';
import { MOTO_DEVIATIONS } from './moto-deviations.ts';

/** What the policy for `--aws` allows. */
const ALLOWED = policy.Statement.flatMap(({ Action }) => Action);

async function startTarget(): Promise<ContractTarget> {
  const moto = await startMoto();
  const clients = createPeerClients(moto.endpoint);
  const calls = recordCalls(clients);
  const made: Resource[] = [];
  const region = await makeRegion({ clients, run: beginRun(20), onMade: resource => made.push(resource) });
  const close = async () => {
    await findMade(clients);
    const unremoved = await removeAll(clients, made);
    const left = await findMade(clients);
    destroyClients(clients);
    await moto.close();
    expect({ unremoved, left }).toEqual({ unremoved: [], left: [] });
    expect(ALLOWED).toEqual(expect.arrayContaining([...calls]));
  };
  return { ...clients, ...region, close };
}

describeAwsContract('moto keeps the contract of AWS', startTarget, Object.keys(MOTO_DEVIATIONS));
