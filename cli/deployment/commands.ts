import { toShellWord } from '../../functions/alert/fix/quoting.ts';

/** The region, profile and stage that commands for the operator have to name. */
export interface DeploymentPlace {
  readonly region: string;
  readonly profile: string | undefined;
  readonly stage: string;
}

/** A command of the AWS CLI for this region and profile, ready to be typed. */
export function awsCommand({ region, profile }: DeploymentPlace, command: string): string {
  return `aws ${command} --region ${toShellWord(region)}${profile ? ` --profile ${toShellWord(profile)}` : ''}`;
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
    `--region ${toShellWord(region)}`,
    ...(stage === 'prod' ? [] : [`--stage ${toShellWord(stage)}`]),
    ...(profile ? [`${osls ? '--aws-profile' : '--profile'} ${toShellWord(profile)}`] : []),
  ];
  return `npm run ${script} -- ${options.join(' ')}`;
}
