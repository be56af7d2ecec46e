import type { IncomingHttpHeaders, Server } from 'node:http';
import { Readable } from 'node:stream';
import { setTimeout } from 'node:timers/promises';
import dynalite from 'dynalite';
import type { Answer, ServiceError } from './answer.ts';
import type { JsonCall } from './call.ts';

const JSON_TYPE = 'application/x-amz-json-1.0';
const ERROR_NAMESPACE = 'com.amazonaws.dynamodb.v20120810#';
// Dynalite checks that a signature is there, not what it is.
const UNCHECKED_SIGNATURE: IncomingHttpHeaders = {
  authorization: 'AWS4-HMAC-SHA256 Credential=stand-in, SignedHeaders=host, Signature=none',
  'content-type': JSON_TYPE,
  'x-amz-date': '20200101T000000Z',
};

/** DynamoDB by dynalite, in memory and without a port of its own. */
export class DynamoDb {
  readonly #dynalite: Server = dynalite({ createTableMs: 0 });

  apply({ headers, body }: Pick<JsonCall, 'headers' | 'body'>): Promise<Answer> {
    const request = Object.assign(Readable.from([Buffer.from(body)]), { headers, method: 'POST', url: '/' });
    return new Promise(resolve => {
      this.#dynalite.emit('request', request, new AnswerCapture(resolve));
    });
  }

  refuse({ code, status, message }: ServiceError): Answer {
    const body = JSON.stringify({ __type: ERROR_NAMESPACE + code, message });
    return { status, headers: { 'content-type': JSON_TYPE }, body, outcome: code };
  }

  /** Creates the findings table and waits until it can be used. */
  async createFindingsTable(tableName: string): Promise<void> {
    await this.#call('CreateTable', {
      TableName: tableName,
      BillingMode: 'PAY_PER_REQUEST',
      AttributeDefinitions: ['member', 'networkAclId'].map(AttributeName => ({
        AttributeName,
        AttributeType: 'S',
      })),
      KeySchema: [
        { AttributeName: 'member', KeyType: 'HASH' },
        { AttributeName: 'networkAclId', KeyType: 'RANGE' },
      ],
    });
    while (!(await this.#call('DescribeTable', { TableName: tableName })).includes('"ACTIVE"'))
      await setTimeout(1);
  }

  async #call(action: string, parameters: object): Promise<string> {
    const headers = { ...UNCHECKED_SIGNATURE, 'x-amz-target': `DynamoDB_20120810.${action}` };
    const { body, outcome } = await this.apply({ headers, body: JSON.stringify(parameters) });
    if (outcome !== 'ok') throw new Error(`${action} of the findings table failed: ${body}`);
    return body;
  }
}

/** As much of a server response as dynalite writes to. */
class AnswerCapture {
  statusCode = 200;
  readonly #headers: Record<string, string> = {};
  readonly #resolve: (answer: Answer) => void;

  constructor(resolve: (answer: Answer) => void) {
    this.#resolve = resolve;
  }

  setHeader(name: string, value: string | number): void {
    this.#headers[name.toLowerCase()] = String(value);
  }

  end(body = ''): void {
    const outcome = this.statusCode < 300 ? 'ok' : toErrorCode(body);
    this.#resolve({ status: this.statusCode, headers: this.#headers, body, outcome });
  }
}

function toErrorCode(body: string): string {
  return /"__type":"[^"]*#(\w+)"/.exec(body)?.[1] ?? 'UnknownError';
}
