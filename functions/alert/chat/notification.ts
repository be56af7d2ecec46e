/**
 * An alert in the only schema that Amazon Q Developer in chat applications shows; it drops anything else without an
 * error (AWS's guide to it, "Custom notifications"). One text goes to Slack and Teams: no styles but code, paragraphs and
 * lists, since `*x*` is bold in one and italic in the other. Alerts about one network ACL are in one thread.
 */
export interface ChatNotification {
  readonly version: '1.0';
  readonly source: 'custom';
  readonly id: string;
  readonly content: {
    readonly textType: 'client-markdown';
    readonly title: string;
    readonly description: string;
    readonly nextSteps?: readonly string[];
    readonly keywords: readonly string[];
  };
  readonly metadata: {
    readonly threadId: string;
    readonly summary: string;
    readonly eventType: string;
    readonly relatedResources: readonly string[];
    readonly additionalContext: Readonly<Record<string, string>>;
  };
}

/** What alerts and digests say each in their own way. */
interface Parts {
  readonly id: string;
  readonly kind: string;
  readonly heading: string;
  readonly content: Omit<ChatNotification['content'], 'textType' | 'title'>;
  readonly metadata: Omit<ChatNotification['metadata'], 'summary' | 'eventType'>;
}

/** The notification; its summary is the heading without the circle. */
export function toNotification({ id, kind, heading, content, metadata }: Parts): ChatNotification {
  const { threadId, ...others } = metadata;
  return {
    version: '1.0',
    source: 'custom',
    id,
    content: { textType: 'client-markdown', title: heading, ...content },
    metadata: { threadId, summary: heading.replace(/^\S+ /, ''), eventType: kind, ...others },
  };
}
