import type { parseAlertDocument } from '../alert/document/parse-document.ts';

/** A chat that takes alerts by incoming webhook. */
export interface WebhookService {
  /** As in messages. */
  readonly name: string;
  readonly hosts: ReadonlySet<string>;
  /** What it answers, in full. Any other answer can quote the URL, which is a secret, and is not repeated. */
  readonly answers: ReadonlySet<string>;
  /** The alert as it takes one. */
  readonly render: (document: ReturnType<typeof parseAlertDocument>) => object;
}
