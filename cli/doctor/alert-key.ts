import { GetKeyPolicyCommand } from '@aws-sdk/client-kms';
import { asFields } from '../../functions/parsing/structures.ts';
import { ask, NotPermittedError } from '../deployment/ask.ts';
import { type CheckResult, resultsOf, runCheck } from './check-result.ts';
import type { Deployment } from './deployment.ts';

const { ok, warning, problem } = resultsOf('alert key');

const HOW = 'add the statement of docs/deploying.md, "A key of your own", to the policy of the key';
const CLOUDWATCH = 'cloudwatch.amazonaws.com';
/** What CloudWatch needs to publish to an encrypted topic; one of either form each. */
const NEEDED = [/^kms:(\*|GenerateDataKey\*?)$/, /^kms:(\*|Decrypt)$/];

/** Whether alarms can publish under a key that the operator has brought. The stack's own key needs no check. */
export async function checkAlertKey(deployment: Deployment): Promise<readonly CheckResult[]> {
  if (deployment.stack.resources.has('AlertKey')) return [ok('the stack has its own, which alarms may use')];
  const arn = deployment.stack.outputs.get('AlertKeyArn') ?? '';
  return runCheck('alert key', 'whether alarms can use the alert key', async () => {
    const [, , , region, , key = ''] = arn.split(':');
    if (region !== deployment.place.region)
      return [
        problem(
          `the alert key ${arn} is of ${region}: the topic cannot use it`,
          'deploy with a key of this region',
        ),
      ];
    try {
      const { Policy = '{}' } = await ask('kms:GetKeyPolicy', () =>
        deployment.clients.kms.send(new GetKeyPolicyCommand({ KeyId: arn, PolicyName: 'default' })),
      );
      return [toResult(key, Policy)];
    } catch (error) {
      if (!(error instanceof NotPermittedError)) throw error;
      return [warning(`whether alarms can use the alert key ${key} is unknown: ${error.message}`, HOW)];
    }
  });
}

function toResult(key: string, policy: string): CheckResult {
  if (letsCloudWatchPublish(policy)) return ok(`the policy of ${key} lets alarms publish`);
  return problem(`the policy of ${key} does not let CloudWatch use the key, so no alarm is sent`, HOW);
}

/** Whether statements that allow give CloudWatch what it needs. Conditions are not evaluated. */
function letsCloudWatchPublish(policy: string): boolean {
  const { Statement } = asFields(JSON.parse(policy));
  const actions = [Statement]
    .flat()
    .map(asFields)
    .flatMap(({ Effect, Principal, Action }) => {
      const services = [asFields(Principal).Service].flat();
      return Effect === 'Allow' && services.includes(CLOUDWATCH) ? [Action].flat().map(String) : [];
    });
  return NEEDED.every(needed => actions.some(action => needed.test(action)));
}
