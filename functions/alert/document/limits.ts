/** A message of the topic has to stay below SNS's 262,144 bytes, all forms together. */
export const MOST_GAPS = 50;
export const MOST_SUBNETS = 20;
export const MOST_RULES = 20;
/** Of the document as text in the topic's message, which holds it twice. */
export const MOST_DOCUMENT_BYTES = 90_000;
/** Of the email as text in that message, which holds it twice. The form for chats has limits of its own. */
export const MOST_EMAIL_BYTES = 30_000;
