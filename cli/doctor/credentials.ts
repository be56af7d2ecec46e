import { GetCallerIdentityCommand } from '@aws-sdk/client-sts';
import { ask, CredentialsError } from '../deployment/ask.ts';
import { examine, type Finding, findingsOf } from './finding.ts';
import type { Ground } from './patient.ts';

const { ok, problem } = findingsOf('credentials');

/** Whose credentials these are; without any that AWS takes, nothing else can be asked. */
export async function checkCredentials({ clients, place }: Ground) {
  let usable = true;
  const findings = await examine('credentials', 'whose credentials these are', async () => {
    try {
      const { Account, Arn } = await ask('sts:GetCallerIdentity', () =>
        clients.sts.send(new GetCallerIdentityCommand({})),
      );
      if (!Account || !Arn) return [problem('AWS did not say whose credentials these are')];
      return [ok(`account ${Account}, ${Arn}`)];
    } catch (error) {
      if (!(error instanceof CredentialsError)) throw error;
      usable = false;
      return [refused(error, place.profile)];
    }
  });
  return { usable, findings };
}

function refused({ message }: CredentialsError, profile: string | undefined): Finding {
  const login = profile ? `aws sso login --profile ${profile}` : 'aws sso login';
  const then = `sign in (${login}, or aws configure), or name another profile with --profile`;
  return problem(`no credentials that AWS takes${profile ? `, profile ${profile}` : ''}: ${message}`, then);
}
