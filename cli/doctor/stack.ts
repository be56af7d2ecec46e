import { renderTime } from '../../functions/alert/words/time-text.ts';
import { awsCommand, npmCommand } from '../deployment/commands.ts';
import { FUNCTIONS } from '../deployment/functions.ts';
import type { Stack } from '../deployment/stack.ts';
import { type CheckResult, resultsOf } from './check-result.ts';
import type { CheckContext } from './deployment.ts';

const { ok, warning, problem } = resultsOf('stack');

/** Whether the last deployment succeeded, and whether its resources were changed by hand. */
export function checkStackStatus(stack: Stack, { place }: CheckContext): readonly CheckResult[] {
  const events = awsCommand(place, `cloudformation describe-stack-events --stack-name ${stack.name}`);
  const says = `${stack.name} is ${stack.status}, deployed ${renderTime(stack.deployedAt)}`;
  if (!isHealthy(stack)) return [unhealthy(stack, says, events, place)];
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

function unhealthy(stack: Stack, says: string, events: string, place: CheckContext['place']): CheckResult {
  const { status, name } = stack;
  const cause = `find the cause: ${events}`;
  if (status.startsWith('DELETE_')) return problem(says, cause);
  if (status.endsWith('_IN_PROGRESS')) return warning(says, 'run doctor again when the deployment is done');
  if (status === 'UPDATE_ROLLBACK_COMPLETE') return rolledBack(stack, says, cause);
  const last = `${says}: the deployment failed`;
  if (status === 'UPDATE_ROLLBACK_FAILED') {
    const go = awsCommand(place, `cloudformation continue-update-rollback --stack-name ${name}`);
    return problem(last, `${cause}; fix it, then continue the rollback: ${go}`);
  }
  // CloudFormation has removed what it had made, and accepts nothing but the deletion of the rest.
  if (status === 'ROLLBACK_COMPLETE') {
    const remove = awsCommand(place, `cloudformation delete-stack --stack-name ${name}`);
    return problem(last, `${cause}; the stack is empty: delete it (${remove}), then deploy again`);
  }
  return problem(last, cause);
}

/** osls makes the stack with its bucket alone and then updates it, so a failed first deployment is a failed update. */
function rolledBack({ resources }: Stack, says: string, cause: string): CheckResult {
  if (!resources.has(FUNCTIONS.guard))
    return problem(`${says}: the first deployment failed`, `${cause}; fix it, then deploy again`);
  // The stack has the state of the last good deployment, and works.
  return warning(`${says}: the last deployment failed, so the one before it is active`, cause);
}

/** The result where the stack does not exist. */
export function notDeployed(name: string, { place }: CheckContext): CheckResult {
  const deploy = npmCommand(place, 'deploy', '--param=email=you@example.com');
  return problem(`${name} is not deployed in ${place.region}`, deploy);
}
