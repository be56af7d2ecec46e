import {
  type FunctionConfiguration,
  GetFunctionConfigurationCommand,
  type LambdaClient,
} from '@aws-sdk/client-lambda';
import type { FunctionName } from '../../functions/aws/function-names.ts';
import { ask } from './ask.ts';
import { requireResource, type Stack } from './stack.ts';

/** The logical ids of the functions; slack is deployed only where a parameter asks for it. */
export const FUNCTIONS = {
  guard: 'GuardLambdaFunction',
  sweep: 'SweepLambdaFunction',
  slack: 'SlackLambdaFunction',
} as const satisfies Record<FunctionName, string>;

/** Reads how a function is configured. Several checks need the same function. */
export type ReadFunction = (name: FunctionName) => Promise<FunctionConfiguration>;

/** Reads the configuration of each function only once. Throws what {@link ask} throws. */
export function createReadFunction(client: LambdaClient, stack: Stack): ReadFunction {
  const asked = new Map<FunctionName, Promise<FunctionConfiguration>>();
  return name => {
    const known = asked.get(name) ?? readFunction(client, stack, name);
    asked.set(name, known);
    return known;
  };
}

async function readFunction(
  client: LambdaClient,
  stack: Stack,
  name: FunctionName,
): Promise<FunctionConfiguration> {
  const FunctionName = requireResource(stack, FUNCTIONS[name]);
  return ask('lambda:GetFunctionConfiguration', () =>
    client.send(new GetFunctionConfigurationCommand({ FunctionName })),
  );
}
