/**
 * A message of the topic has to stay below SNS's 262,144 bytes, all forms together. The document is in it twice, and its
 * bytes count as they are inside the message.
 */
export const MOST_BYTES = 90_000;
export const MOST_GAPS = 50;
export const MOST_SUBNETS = 20;
export const MOST_RULES = 20;
/** Of the email as text in such a message, which holds it twice. The form for chats has limits of its own. */
export const MOST_EMAIL_BYTES = 30_000;
