import {
  CloudFormationClient,
  CreateStackCommand,
  DescribeStackResourcesCommand,
  DescribeStacksCommand,
} from '@aws-sdk/client-cloudformation';
import { beforeEach, describe, expect, it } from 'vitest';
import { resetAccount } from './account.ts';
import { aws, ENDPOINT, REGION } from './region.ts';
import { deployService } from './service.ts';

/** The line of the plugin that gives the core template its parameters. */
const CORE = { file: 'infra/osls-plugin.ts', text: 'core.Parameters = toParameters(this.#namespace());\n' };
const COLOR = { ParameterKey: 'Color', ParameterValue: 'red' };
const GIVEN = `service.provider.stackParameters = [${JSON.stringify(COLOR)}];\n`;
const KNOWN = "core.Parameters = { Color: { Type: 'String' } };\n";

const STACK = {
  StackName: 'queue',
  TemplateBody: JSON.stringify({
    Parameters: { Delay: { Type: 'Number', Default: 0 } },
    Resources: { Queue: { Type: 'AWS::SQS::Queue', Properties: { DelaySeconds: { Ref: 'Delay' } } } },
  }),
};
const given = (...names: string[]) => names.map(ParameterKey => ({ ParameterKey, ParameterValue: '5' }));

/** The types of what moto made for the stack of the service; undefined where there is no stack. */
async function deployedTypes(): Promise<string[] | undefined> {
  const named = { StackName: 'nacl-ephemeral-guard-prod' };
  const { Stacks = [] } = await aws.cloudFormation.send(new DescribeStacksCommand({}));
  if (Stacks.length === 0) return undefined;
  const { StackResources = [] } = await aws.cloudFormation.send(new DescribeStackResourcesCommand(named));
  return StackResources.flatMap(({ ResourceType }) => ResourceType ?? []);
}

beforeEach(resetAccount);

describe('parameters that a template lacks are refused', () => {
  it.each([
    { title: 'all of the core template', instead: '', refused: 'Mode', types: undefined },
    {
      title: 'one of the full template',
      instead: KNOWN + GIVEN,
      refused: 'Color',
      types: ['AWS::S3::Bucket'],
    },
  ])('where a deployment by osls has them: $title', async ({ instead, refused, types }) => {
    await expect(deployService(['mode=opt-in'], [{ ...CORE, instead }])).rejects.toThrow(
      `Parameters: [${refused}] do not exist in the template`,
    );
    expect(await deployedTypes()).toEqual(types);
  });

  it('by name, and the others are taken', async () => {
    const wrong = new CreateStackCommand({ ...STACK, Parameters: given('Delay', 'Color', 'Size') });
    await expect(aws.cloudFormation.send(wrong)).rejects.toMatchObject({
      name: 'ValidationError',
      message: 'Parameters: [Color, Size] do not exist in the template',
    });
    await aws.cloudFormation.send(new CreateStackCommand({ ...STACK, Parameters: given('Delay') }));
    const { Stacks = [] } = await aws.cloudFormation.send(new DescribeStacksCommand({}));
    expect(Stacks.map(({ Parameters }) => Parameters)).toEqual([given('Delay')]);
  });

  it('by the relay, since moto takes them', async () => {
    const credentials = { accessKeyId: 'nobody', secretAccessKey: 'nothing' };
    const moto = new CloudFormationClient({ endpoint: ENDPOINT, region: REGION, credentials });
    const wrong = new CreateStackCommand({ ...STACK, Parameters: given('Color') });
    await expect(moto.send(wrong)).resolves.toHaveProperty('StackId');
  });
});
