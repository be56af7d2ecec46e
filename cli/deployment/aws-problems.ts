import { CredentialsError, NoAnswerError, NotPermittedError } from './ask.ts';

/** What keeps AWS from being read, and the step that fixes it. */
export interface AwsProblem {
  readonly says: string;
  readonly step: string;
}

export function invalidCredentials({ message }: CredentialsError, profile: string | undefined): AwsProblem {
  const login = profile ? `aws sso login --profile ${profile}` : 'aws sso login';
  return {
    says: `AWS does not accept the credentials${profile ? ` of profile ${profile}` : ''}: ${message}`,
    step: `sign in (${login} or aws configure), or use another profile with --profile`,
  };
}

export function noRegion(): Pick<AwsProblem, 'says'> {
  return {
    says: 'no region: none of --region, AWS_REGION, AWS_DEFAULT_REGION and the profile names one',
  };
}

/** @param from - what named the region, such as `--region` */
export function unreachableRegion(region: string, from: string): AwsProblem {
  return {
    says: `${region}, from ${from}: the region does not exist or cannot be reached`,
    step: 'check the name, and whether this machine can reach the internet',
  };
}

/** The problem behind an error of `ask`; undefined for any other. */
export function toAwsProblem(
  error: unknown,
  {
    profile,
    region,
    from,
  }: { readonly profile: string | undefined; readonly region: string; readonly from: string },
): AwsProblem | undefined {
  if (error instanceof CredentialsError) return invalidCredentials(error, profile);
  if (error instanceof NotPermittedError)
    return { says: error.message, step: `get the permission ${error.permission}, or use a role that has it` };
  if (!(error instanceof NoAnswerError)) return undefined;
  if (error.code === 'ENOTFOUND') return unreachableRegion(region, from);
  return { says: error.message, step: 'try again; if the error stays, check the network and the service' };
}
