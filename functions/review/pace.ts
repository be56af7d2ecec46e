/**
 * Milliseconds after each message. SNS cancels an email subscription above ten a second; two reporters and two reviews
 * that publish by themselves stay below five together.
 */
export const PACE = 1_000;
