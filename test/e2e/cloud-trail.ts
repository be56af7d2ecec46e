import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { PutEventsCommand } from '@aws-sdk/client-eventbridge';
import { createEntry, type Rule } from './network.ts';
import { ACCOUNT, aws, REGION } from './region.ts';

/** The record of CloudTrail about an entry that was created, as EventBridge gets it in `detail`. */
export type ChangeRecord = Readonly<Record<string, unknown>> & { readonly eventID: string };

/** The rule by which an administrator lets SSH in, as in `npm start`. */
const seed: { readonly detail: object } = JSON.parse(
  await readFile(new URL('../../cli/replay/seed/change-event.json', import.meta.url), 'utf8'),
);

/** Adds an entry over the EC2 API, and sends its event to the bus as CloudTrail does. */
export async function change(networkAclId: string, rule: Rule): Promise<ChangeRecord> {
  await createEntry(networkAclId, rule);
  const record = recordOf(networkAclId, rule);
  await report(record);
  return record;
}

/** What CloudTrail writes about an entry that is created. */
export function recordOf(
  networkAclId: string,
  { ruleNumber, egress, from, to }: Rule,
  changed: object = {},
): ChangeRecord {
  return {
    ...seed.detail,
    eventTime: new Date().toISOString(),
    eventID: randomUUID(),
    awsRegion: REGION,
    recipientAccountId: ACCOUNT,
    requestParameters: {
      networkAclId,
      ruleNumber,
      egress,
      ruleAction: 'allow',
      icmpTypeCode: {},
      portRange: { from, to },
      aclProtocol: '6',
      cidrBlock: '0.0.0.0/0',
    },
    ...changed,
  };
}

export const report = (record: ChangeRecord, clients = aws): Promise<void> =>
  putEvent('aws.ec2', 'AWS API Call via CloudTrail', record, clients);

/** In AWS only AWS itself can put events with such a source on a bus; in moto every caller can. */
export async function putEvent(
  Source: string,
  DetailType: string,
  detail: object,
  { events } = aws,
): Promise<void> {
  const Entries = [{ Source, DetailType, Detail: JSON.stringify(detail) }];
  const { FailedEntryCount } = await events.send(new PutEventsCommand({ Entries }));
  if (FailedEntryCount !== 0) throw new Error(`the event bus refused ${JSON.stringify(Entries)}`);
}

/** Adds what EventBridge says in the body of every message and moto does not. */
export const complete = completeOf({ account: ACCOUNT });

/** @param origin - for what a bus forwarded, the region, too: moto names that of the bus that has it last */
export function completeOf(origin: { readonly account: string; readonly region?: string }) {
  return (body: string): string => {
    const event: object = JSON.parse(body);
    if ('account' in event)
      throw new Error('moto names the account of an event now: this is not needed any more');
    return JSON.stringify({ ...event, ...origin });
  };
}
