import { createAccountClients, destroyClients } from './account/clients.ts';
import { ACCOUNT_VARIABLE, type AccountTarget } from './account-target.ts';
import { describeAwsContract } from './aws-contract.ts';

describeAwsContract('AWS keeps its contract', async () => {
  const { account, region } = JSON.parse(process.env[ACCOUNT_VARIABLE] ?? '') as AccountTarget;
  const clients = createAccountClients(account);
  return { ...clients, ...region, close: async () => destroyClients(clients) };
});
