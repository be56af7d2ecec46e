/** A message of the topic has to stay below SNS's 262,144 bytes, all forms together. */
export const MOST_GAPS = 50;
export const MOST_SUBNETS = 20;
export const MOST_RULES = 20;
