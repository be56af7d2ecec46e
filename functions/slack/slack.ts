import type { AlertDocument } from '../alert/document/document.ts';
import { renderSlack } from '../alert/slack/slack.ts';
import { asFields } from '../aws/untrusted.ts';
import type { Log } from '../review/interfaces.ts';
import { AlertDocumentError, parseAlertDocument } from './alert-document.ts';
import { type DeliveryContext, deliver } from './webhook.ts';
import { parseWebhookUrl } from './webhook-url.ts';

/** All that slack needs from outside. */
export interface SlackContext extends DeliveryContext {
  /** The SSM parameter that holds the URL of the webhook. */
  readonly webhookParameter: string;
  readonly log: Log;
}

/** An alert and the topic's message that carries it. */
interface AlertMessage {
  readonly messageId: unknown;
  readonly document: AlertDocument;
}

/**
 * Posts each alert that the topic delivers to Slack. Nothing is posted unless all records are understood; SNS invokes
 * with one. What fails is thrown: Lambda invokes again, twice, and then sets the event aside. An alert can therefore
 * come more than once, each time with the same alert id.
 */
export function createSlack(context: SlackContext) {
  return async (event: unknown, { webhookUrl }: { readonly webhookUrl?: unknown }): Promise<void> => {
    const deadline = context.clock.now().getTime() + context.limits.budget;
    const messages = understand(event);
    const url = parseWebhookUrl(webhookUrl, context.webhookParameter);
    for (const { messageId, document } of messages) {
      const { id: alertId, kind: alertKind, networkAcl } = document;
      const alert = { alertId, alertKind, networkAclId: networkAcl.id, messageIds: [messageId] };
      try {
        const attempts = await deliver(url, renderSlack(document), deadline, context);
        context.log({ level: 'INFO', message: 'outcome', outcome: 'delivered', ...alert, attempts });
      } catch (error) {
        const failure = { outcome: 'failed', ...alert, error: String(error) };
        context.log({ level: 'ERROR', message: 'not delivered', ...failure });
        throw error;
      }
    }
  };
}

/** @throws AlertDocumentError */
function understand(event: unknown): AlertMessage[] {
  const { Records: records } = asFields(event);
  if (!Array.isArray(records)) throw new AlertDocumentError('Records is no list, expected an event of SNS');
  return records.map((record, index) => {
    const { MessageId: messageId, Message: message } = asFields(asFields(record).Sns);
    return { messageId, document: parseAlertDocument(message, `Records[${index}].Sns.Message`) };
  });
}
