import type { DigestDocument } from '../document/digest-document.ts';
import { escapeSlack } from '../slack/text.ts';
import type { ChatNotification } from './chat.ts';

/** The digest in the schema of Amazon Q Developer in chat applications. */
export function toDigestNotification(document: DigestDocument): ChatNotification {
  const { id, kind, severity, mode, account, region, title, summary, lines } = document;
  const shown = [
    ...lines.slice(0, 12),
    ...(lines.length > 12 ? [`... ${lines.length - 12} more lines`] : []),
  ];
  return {
    version: '1.0',
    source: 'custom',
    id,
    content: {
      textType: 'client-markdown',
      title: escapeSlack(title),
      description: [summary, ...shown].map(escapeSlack).join('\n'),
      keywords: [kind, severity, region].map(escapeSlack),
    },
    metadata: {
      threadId: `${account}-${region}-digest`,
      summary: escapeSlack(title),
      eventType: kind,
      relatedResources: [],
      additionalContext: { severity, mode, account, region },
    },
  };
}
