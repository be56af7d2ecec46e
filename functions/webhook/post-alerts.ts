import type { ShownDocument } from '../alert/document/document.ts';
import { parseAlertDocument } from '../alert/document/parse-document.ts';
import { list, object, optional } from '../parsing/structures.ts';
import { anything } from '../parsing/values.ts';
import type { Log } from '../review/interfaces.ts';
import { type DeliveryContext, deliver } from './delivery.ts';
import { parseWebhookUrl, type WebhookHosts } from './webhook-url.ts';

/** All that a function which posts alerts needs from outside. */
export interface PostContext extends DeliveryContext {
  /** The SSM parameter that holds the URL of the webhook. */
  readonly webhookParameter: string;
  readonly webhookHosts: WebhookHosts;
  readonly log: Log;
}

/** An alert and the topic's message that carries it. */
interface AlertMessage {
  readonly messageId: unknown;
  readonly document: ShownDocument;
}

/**
 * Posts each alert that the topic delivers to the chat. Nothing is posted unless all records are valid; SNS invokes
 * with one. What fails is thrown: Lambda invokes twice more, and then moves the event to the dead-letter queue. The
 * chat can therefore get an alert more than once, each time with the same alert id.
 */
export function createPoster(context: PostContext) {
  const { service, webhookParameter, webhookHosts } = context;
  return async (event: unknown, { webhookUrl }: { readonly webhookUrl?: unknown }): Promise<void> => {
    const deadline = context.clock.now().getTime() + context.limits.budget;
    const messages = parseMessages(event);
    const url = parseWebhookUrl(webhookUrl, webhookParameter, webhookHosts, service);
    for (const { messageId, document } of messages) {
      const { id: alertId, kind: alertKind, networkAcl } = document;
      const alert = { alertId, alertKind, networkAclId: networkAcl.id, messageIds: [messageId] };
      try {
        const attempts = await deliver(url, service.render(document), deadline, context);
        context.log({ level: 'INFO', message: 'alert delivered', outcome: 'delivered', ...alert, attempts });
      } catch (error) {
        const failure = { outcome: 'failed', ...alert, error: String(error) };
        context.log({ level: 'ERROR', message: 'could not deliver', ...failure });
        throw error;
      }
    }
  };
}

/** The event with which SNS invokes a function. */
const EVENT = object({
  Records: list(object({ Sns: object({ MessageId: optional(anything), Message: anything }) })),
});

/** @throws ParseError */
function parseMessages(event: unknown): AlertMessage[] {
  return EVENT.parse(event, 'event').Records.map(({ Sns: { MessageId, Message } }, index) => ({
    messageId: MessageId,
    document: parseAlertDocument(Message, `event.Records[${index}].Sns.Message`),
  }));
}
