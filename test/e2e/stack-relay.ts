import { GetObjectCommand, S3Client } from '@aws-sdk/client-s3';
import { type OwnAnswer, Relay } from './relay.ts';

/** The calls that give a stack its parameters. */
const ACTIONS: readonly (string | null)[] = ['CreateStack', 'UpdateStack', 'CreateChangeSet'];

/**
 * Between the callers of CloudFormation and moto: refuses a stack that is given parameters which its template lacks, as AWS
 * does. moto takes them.
 *
 * @param moto - its endpoint
 */
export function startStackRelay(moto: string): Promise<Relay> {
  return Relay.start(moto, async (_, body) => {
    const form = new URLSearchParams(body.toString());
    if (!ACTIONS.includes(form.get('Action'))) return body;
    const template: { Parameters?: object } = JSON.parse(await templateOf(form, moto));
    const missing = givenTo(form).filter(name => !(name in (template.Parameters ?? {})));
    return missing.length > 0 ? refusal(missing) : body;
  });
}

/** @throws Error where the form names no template: no test uses the last one again */
async function templateOf(form: URLSearchParams, moto: string): Promise<string> {
  const [body, url] = [form.get('TemplateBody'), form.get('TemplateURL')];
  if (body !== null) return body;
  if (url === null) throw new Error(`${form.get('Action')} has neither TemplateBody nor TemplateURL`);
  const [, Bucket, ...key] = new URL(url).pathname.split('/');
  const credentials = { accessKeyId: 'nobody', secretAccessKey: 'nothing' };
  const s3 = new S3Client({ endpoint: moto, region: 'us-east-1', credentials, forcePathStyle: true });
  const { Body } = await s3.send(new GetObjectCommand({ Bucket, Key: key.join('/') }));
  return (await Body?.transformToString()) ?? '';
}

const givenTo = (form: URLSearchParams): string[] =>
  [...form].flatMap(([name, value]) => (/^Parameters\.member\.\d+\.ParameterKey$/.test(name) ? value : []));

/** As CloudFormation words it. */
function refusal(names: readonly string[]): OwnAnswer {
  const message = `Parameters: [${names.join(', ')}] do not exist in the template`;
  const error = `<Error><Type>Sender</Type><Code>ValidationError</Code><Message>${message}</Message></Error>`;
  const xmlns = 'http://cloudformation.amazonaws.com/doc/2010-05-15/';
  return { status: 400, text: `<ErrorResponse xmlns="${xmlns}">${error}</ErrorResponse>` };
}
