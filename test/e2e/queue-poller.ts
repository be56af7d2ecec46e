import { setTimeout as wait } from 'node:timers/promises';
import { ListEventSourceMappingsCommand, UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import {
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  GetQueueUrlCommand,
  type Message,
  ReceiveMessageCommand,
} from '@aws-sdk/client-sqs';
import type { SQSBatchResponse, SQSEvent, SQSRecord } from 'aws-lambda';
import type { DeployedFunction, ExecutionEnvironment, Invocation } from './lambda-function.ts';
import { ACCOUNT, aws, REGION } from './region.ts';

/** Milliseconds that messages may take to arrive: settling and a busy machine. */
const PATIENCE = 30_000;

/** What Lambda does between a queue and a function: takes messages in batches, and deletes those that were handled. */
export class QueuePoller {
  readonly #queueUrl: string;
  readonly #queueArn: string;
  readonly #batchSize: number;

  private constructor(queueUrl: string, queueArn: string, batchSize: number) {
    this.#queueUrl = queueUrl;
    this.#queueArn = queueArn;
    this.#batchSize = batchSize;
  }

  /** @throws Error unless one queue feeds the function, and it reports failures message by message */
  static async of({ configuration: { FunctionArn, FunctionName } }: DeployedFunction): Promise<QueuePoller> {
    const { EventSourceMappings: all = [] } = await aws.lambda.send(new ListEventSourceMappingsCommand());
    const mappings = all.filter(mapping => mapping.FunctionArn === FunctionArn);
    const [mapping] = mappings;
    const { EventSourceArn = '', BatchSize = 0, FunctionResponseTypes: types } = mapping ?? {};
    if (mappings.length !== 1 || !types?.includes('ReportBatchItemFailures'))
      throw new Error(`${FunctionName} is fed by ${JSON.stringify(mappings)}`);
    // moto would take messages, too, and lose some: it has no runtime for the function.
    await aws.lambda.send(new UpdateEventSourceMappingCommand({ UUID: mapping?.UUID, Enabled: false }));
    const QueueName = EventSourceArn.split(':').at(-1);
    const { QueueUrl = '' } = await aws.sqs.send(new GetQueueUrlCommand({ QueueName }));
    return new QueuePoller(QueueUrl, EventSourceArn, BatchSize);
  }

  get queueUrl(): string {
    return this.#queueUrl;
  }

  /**
   * Waits for so many messages, lets the function handle them in one batch, and deletes those that it handled.
   *
   * @param complete - what moto leaves out of a body
   */
  async feed(
    environment: ExecutionEnvironment,
    count: number,
    { complete = (body: string) => body, time = undefined as number | undefined } = {},
  ): Promise<Invocation & { records: readonly SQSRecord[] }> {
    const messages = await this.receive(count);
    const records = messages.map(message => this.#toRecord(message, complete));
    const invocation = await environment.invoke({ Records: records } satisfies SQSEvent, time);
    if (invocation.kind === 'response') {
      const { batchItemFailures } = invocation.response as SQSBatchResponse;
      const failed = new Set(batchItemFailures.map(({ itemIdentifier }) => itemIdentifier));
      await this.#delete(messages.filter(({ MessageId = '' }) => !failed.has(MessageId)));
    }
    return { ...invocation, records };
  }

  /** @throws Error where as many do not come */
  async receive(count: number): Promise<Message[]> {
    if (count > this.#batchSize) throw new Error(`a batch is ${this.#batchSize} messages, not ${count}`);
    const messages: Message[] = [];
    for (const start = Date.now(); messages.length < count; await wait(100)) {
      messages.push(...(await this.#take(count - messages.length)));
      if (messages.length < count && Date.now() - start > PATIENCE)
        throw new Error(`${messages.length} instead of ${count} messages came from ${this.#queueUrl}`);
    }
    return messages;
  }

  /** Deletes every message that can be received. */
  async empty(): Promise<void> {
    for (;;) {
      const messages = await this.#take(10);
      if (messages.length === 0) return;
      await this.#delete(messages);
    }
  }

  /** How many messages can be received, are settling, and were received and not deleted. */
  async count(): Promise<{ visible: number; delayed: number; taken: number }> {
    const { Attributes: all = {} } = await aws.sqs.send(
      new GetQueueAttributesCommand({ QueueUrl: this.#queueUrl, AttributeNames: ['All'] }),
    );
    return {
      visible: Number(all.ApproximateNumberOfMessages),
      delayed: Number(all.ApproximateNumberOfMessagesDelayed),
      taken: Number(all.ApproximateNumberOfMessagesNotVisible),
    };
  }

  async #take(most: number): Promise<Message[]> {
    const { Messages = [] } = await aws.sqs.send(
      new ReceiveMessageCommand({
        QueueUrl: this.#queueUrl,
        MaxNumberOfMessages: most,
        MessageSystemAttributeNames: ['All'],
      }),
    );
    return Messages;
  }

  async #delete(messages: readonly Message[]): Promise<void> {
    for (const { ReceiptHandle } of messages)
      await aws.sqs.send(new DeleteMessageCommand({ QueueUrl: this.#queueUrl, ReceiptHandle }));
  }

  #toRecord(message: Message, complete: (body: string) => string): SQSRecord {
    const { MessageId = '', ReceiptHandle = '', Body = '', MD5OfBody = '', Attributes: all = {} } = message;
    return {
      messageId: MessageId,
      receiptHandle: ReceiptHandle,
      body: complete(Body),
      attributes: {
        ApproximateReceiveCount: all.ApproximateReceiveCount ?? '1',
        SentTimestamp: all.SentTimestamp ?? '',
        SenderId: all.SenderId ?? ACCOUNT,
        ApproximateFirstReceiveTimestamp: all.ApproximateFirstReceiveTimestamp ?? '',
      },
      messageAttributes: {},
      md5OfBody: MD5OfBody,
      eventSource: 'aws:sqs',
      eventSourceARN: this.#queueArn,
      awsRegion: REGION,
    };
  }
}
