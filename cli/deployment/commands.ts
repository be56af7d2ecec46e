/** The region, profile and stage that commands for the operator have to name. */
export interface DeploymentPlace {
  readonly region: string;
  readonly profile: string | undefined;
  readonly stage: string;
}

/** A command of the AWS CLI for this region and profile, ready to be typed. */
export function awsCommand({ region, profile }: DeploymentPlace, command: string): string {
  return `aws ${command} --region ${region}${profile ? ` --profile ${quote(profile)}` : ''}`;
}

/** A script of this project for this deployment. */
export function npmCommand(
  { region, profile, stage }: DeploymentPlace,
  script: string,
  ...more: string[]
): string {
  const osls = script === 'deploy' || script === 'remove';
  const options = [
    ...more,
    `--region ${region}`,
    ...(stage === 'prod' ? [] : [`--stage ${stage}`]),
    ...(profile ? [`${osls ? '--aws-profile' : '--profile'} ${quote(profile)}`] : []),
  ];
  return `npm run ${script} -- ${options.join(' ')}`;
}

/** The text as one word of a POSIX shell. */
function quote(text: string): string {
  return /^[\w./:@-]+$/.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
