import { readFileSync } from 'node:fs';

const seed = (name: string) =>
  JSON.parse(readFileSync(new URL(`../../cli/replay/seed/${name}`, import.meta.url), 'utf8'));

export const SEED_NETWORK_ACLS = seed('network-acls.json').NetworkAcls;
export const TOPIC_ARN = 'arn:aws:sns:us-east-1:123456789012:alerts';
export const FINDINGS_TABLE = 'findings';

/** The seed's change as the change queue delivers it. */
export const SEED_EVENT = {
  Records: [{ messageId: 'cold-1', body: JSON.stringify(seed('change-event.json')) }],
};

/** What the functions find in Lambda, and nothing of the machine's own. */
export const ENVIRONMENT = {
  PATH: process.env.PATH,
  AWS_REGION: 'us-east-1',
  AWS_ACCESS_KEY_ID: 'stand-in',
  AWS_SECRET_ACCESS_KEY: 'stand-in',
  MODE: 'notify',
  ALERT_TOPIC_ARN: TOPIC_ARN,
  FINDINGS_TABLE,
  SLACK_WEBHOOK_PARAMETER: '/nacl-ephemeral-guard/slack-webhook',
};
