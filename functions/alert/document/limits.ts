/**
 * A message of the topic has to stay below SNS's 262,144 bytes, all forms together. The document is in it twice, and its
 * bytes count as they are inside the message.
 */
export const MOST_BYTES = 90_000;
export const MOST_GAPS = 50;
export const MOST_SUBNETS = 20;
export const MOST_RULES = 20;
