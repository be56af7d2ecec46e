import { readFile } from 'node:fs/promises';
import { CreateStackCommand, DeleteStackCommand } from '@aws-sdk/client-cloudformation';
import { CreateBucketCommand, PutObjectCommand } from '@aws-sdk/client-s3';
import { BUS_POLICY, CALCULATED_ALARMS, SIMPLE_ALARM } from './not-in-ministack.ts';
import { ADMINISTRATOR, type Caller } from './region.ts';
import { type Deployed, describe, type Parameters, settle, toParameters } from './stack.ts';

/** The deployer's policy has such names. */
const BUCKET = 'nacl-ephemeral-guard-templates';
export const SINGLE_NAME = 'nacl-ephemeral-guard-single';

interface TemplateResource {
  readonly Type: string;
  readonly Condition?: string;
  readonly Properties?: Readonly<Record<string, unknown>>;
}

/** The single file, as far as tests read and change it. */
export interface SingleFile {
  readonly Description: string;
  readonly Parameters: Readonly<Record<string, object>>;
  readonly Resources: Readonly<Record<string, TemplateResource>>;
}

/** The single file without what MiniStack refuses. */
export async function readSingleFile(): Promise<SingleFile> {
  const template: SingleFile = JSON.parse(
    await readFile(new URL('../../dist/nacl-ephemeral-guard.template.json', import.meta.url), 'utf8'),
  );
  const resources = Object.entries(template.Resources).filter(([, { Type }]) => Type !== BUS_POLICY);
  const missing = CALCULATED_ALARMS.filter(id => !(id in template.Resources));
  if (missing.length > 0) throw new Error(`the template has no ${missing}`);
  const isCalculated = (id: string) => CALCULATED_ALARMS.some(each => each === id);
  return {
    ...template,
    Resources: Object.fromEntries(
      resources.map(([id, resource]) => [
        id,
        isCalculated(id)
          ? { ...SIMPLE_ALARM, ...(resource.Condition && { Condition: resource.Condition }) }
          : resource,
      ]),
    ),
  };
}

/** Puts a template where CloudFormation reads it, as the AWS CLI does. @returns its URL */
export async function upload(template: object, { clients: { s3 } }: Caller): Promise<string> {
  // The caller may have it already.
  await s3.send(new CreateBucketCommand({ Bucket: BUCKET })).catch(ignoreOwn);
  const Body = JSON.stringify(template);
  await s3.send(new PutObjectCommand({ Bucket: BUCKET, Key: 'template.json', Body }));
  return `${process.env.AWS_ENDPOINT_URL}/${BUCKET}/template.json`;
}

function ignoreOwn(error: Error): void {
  if (error.name !== 'BucketAlreadyOwnedByYou') throw error;
}

/** The single file, by CloudFormation alone. */
export async function deployByTemplate(
  parameters: Parameters,
  caller: Caller = ADMINISTRATOR,
): Promise<Deployed> {
  const { cloudFormation } = caller.clients;
  await cloudFormation.send(
    new CreateStackCommand({
      StackName: SINGLE_NAME,
      TemplateURL: await upload(await readSingleFile(), caller),
      Capabilities: ['CAPABILITY_NAMED_IAM'],
      Parameters: toParameters({ namespace: SINGLE_NAME, ...parameters }),
    }),
  );
  await settle(SINGLE_NAME, caller.clients);
  const remove = async () => {
    await cloudFormation.send(new DeleteStackCommand({ StackName: SINGLE_NAME }));
    await settle(SINGLE_NAME, caller.clients);
  };
  return { ...(await describe(SINGLE_NAME)), remove };
}
