import { renderTime } from '../../functions/alert/words/change-text.ts';
import { awsCommand, npmCommand } from '../deployment/commands.ts';
import type { Stack } from '../deployment/stack.ts';
import { type Finding, findingsOf } from './finding.ts';
import type { Ground } from './patient.ts';

const { ok, warning, problem } = findingsOf('stack');

/** Whether the last deployment came to a good end, and whether anybody has changed by hand what it made. */
export function judgeStack(stack: Stack, { place }: Ground): readonly Finding[] {
  const events = awsCommand(place, `cloudformation describe-stack-events --stack-name ${stack.name}`);
  const says = `${stack.name} is ${stack.status}, deployed ${renderTime(stack.deployedAt)}`;
  if (!isHealthy(stack)) return [unhealthy(says, stack.status, events, place)];
  if (stack.drift !== 'DRIFTED') return [ok(says)];
  const drifts = `cloudformation describe-stack-resource-drifts --stack-name ${stack.name}`;
  return [
    warning(
      `${says}; somebody changed by hand what it made (CloudFormation found drift)`,
      `see what: ${awsCommand(place, drifts)}; then deploy again`,
    ),
  ];
}

/** While it cleans up after an update, all is in its place. */
function isHealthy({ status }: Stack): boolean {
  return /^(CREATE|UPDATE|IMPORT)_COMPLETE(_CLEANUP_IN_PROGRESS)?$/.test(status);
}

function unhealthy(says: string, status: string, events: string, place: Ground['place']): Finding {
  if (status.startsWith('DELETE_')) return problem(says, `see why: ${events}`);
  if (status.endsWith('_IN_PROGRESS')) return warning(says, 'run doctor again when the deployment is done');
  // The stack is as it was before, and works.
  if (status === 'UPDATE_ROLLBACK_COMPLETE') {
    return warning(
      `${says}: the last deployment failed, the one before it is in force`,
      `see why: ${events}`,
    );
  }
  const first = npmCommand(place, 'remove');
  const then = status.startsWith('UPDATE') ? '' : `; then ${first}, and deploy again`;
  return problem(`${says}: the deployment failed`, `see why: ${events}${then}`);
}

/** What to say where there is no such stack. */
export function notDeployed(name: string, { place }: Ground): Finding {
  const deploy = npmCommand(place, 'deploy', '--param=email=you@example.com');
  return problem(`${name} is not deployed in ${place.region}`, deploy);
}
