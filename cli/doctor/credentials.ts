import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ask, CredentialsError } from '../deployment/ask.ts';
import { type CheckResult, resultsOf, runCheck } from './check-result.ts';
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
      return [invalidCredentials(error, place.profile)];
    }
  });
  return { usable, results };
}

function invalidCredentials({ message }: CredentialsError, profile: string | undefined): CheckResult {
  const login = profile ? `aws sso login --profile ${profile}` : 'aws sso login';
  const then = `sign in (${login} or aws configure), or use another profile with --profile`;
  return problem(
    `AWS does not accept the credentials${profile ? ` of profile ${profile}` : ''}: ${message}`,
    then,
  );
}
