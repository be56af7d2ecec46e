import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ask, CredentialsError } from '../deployment/ask.ts';
import { invalidCredentials } from '../deployment/aws-problems.ts';
import { resultsOf, runCheck } from './check-result.ts';
import type { CheckContext } from './deployment.ts';

const { ok, problem } = resultsOf('credentials');

/** Whose credentials these are. Without valid credentials no other call is possible. */
export async function checkCredentials({ clients, place }: CheckContext) {
  let usable = true;
  const results = await runCheck('credentials', 'whose credentials these are', async () => {
    try {
      const { Account, Arn } = await ask('sts:GetCallerIdentity', () =>
        clients.sts.send(new GetCallerIdentityCommand({})),
      );
      if (!Account || !Arn) return [problem('AWS did not say whose credentials these are')];
      return [ok(`account ${Account}, ${Arn}`)];
    } catch (error) {
      if (!(error instanceof CredentialsError)) throw error;
      usable = false;
      const { says, step } = invalidCredentials(error, place.profile);
      return [problem(says, step)];
    }
  });
  return { usable, results };
}
