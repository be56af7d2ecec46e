import { renderTime } from '../../functions/alert/words/change-text.ts';
import { awsCommand, npmCommand } from '../deployment/commands.ts';
import type { Stack } from '../deployment/stack.ts';
import { type CheckResult, resultsOf } from './check-result.ts';
import type { CheckContext } from './deployment.ts';

const { ok, warning, problem } = resultsOf('stack');

/** Whether the last deployment succeeded, and whether its resources were changed by hand. */
export function checkStackStatus(stack: Stack, { place }: CheckContext): readonly CheckResult[] {
  const events = awsCommand(place, `cloudformation describe-stack-events --stack-name ${stack.name}`);
  const says = `${stack.name} is ${stack.status}, deployed ${renderTime(stack.deployedAt)}`;
  if (!isHealthy(stack)) return [unhealthy(says, stack.status, events, place)];
  if (stack.drift !== 'DRIFTED') return [ok(says)];
  const drifts = `cloudformation describe-stack-resource-drifts --stack-name ${stack.name}`;
  return [
    warning(
      `${says}; its resources were changed by hand (CloudFormation found drift)`,
      `list the changes: ${awsCommand(place, drifts)}; then deploy again`,
    ),
  ];
}

/** During the clean-up after an update, all resources exist. */
function isHealthy({ status }: Stack): boolean {
  return /^(CREATE|UPDATE|IMPORT)_COMPLETE(_CLEANUP_IN_PROGRESS)?$/.test(status);
}

function unhealthy(says: string, status: string, events: string, place: CheckContext['place']): CheckResult {
  if (status.startsWith('DELETE_')) return problem(says, `find the cause: ${events}`);
  if (status.endsWith('_IN_PROGRESS')) return warning(says, 'run doctor again when the deployment is done');
  // The stack has the state of the last good deployment, and works.
  if (status === 'UPDATE_ROLLBACK_COMPLETE') {
    return warning(
      `${says}: the last deployment failed, so the one before it is active`,
      `find the cause: ${events}`,
    );
  }
  const first = npmCommand(place, 'remove');
  const then = status.startsWith('UPDATE') ? '' : `; then run ${first}, and deploy again`;
  return problem(`${says}: the deployment failed`, `find the cause: ${events}${then}`);
}

/** The result where the stack does not exist. */
export function notDeployed(name: string, { place }: CheckContext): CheckResult {
  const deploy = npmCommand(place, 'deploy', '--param=email=you@example.com');
  return problem(`${name} is not deployed in ${place.region}`, deploy);
}
