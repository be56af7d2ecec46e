import { setTimeout as wait } from 'node:timers/promises';
import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { EC2Client } from '@aws-sdk/client-ec2';
import { SNSClient } from '@aws-sdk/client-sns';
import middy from '@middy/core';
import { renderMessage } from '../alert/message.ts';
import { AlertTopic } from '../aws/alert-topic.ts';
import { CLIENT_SETTINGS } from '../aws/clients.ts';
import { Ec2NetworkAcls } from '../aws/ec2-network-acls.ts';
import { parseEnvironment } from '../aws/environment.ts';
import { FindingsTable } from '../aws/findings-table.ts';
import { eventBatch } from './event-batch.ts';
import { createGuard } from './guard.ts';

const environment = parseEnvironment(process.env);
const clientSettings = { ...CLIENT_SETTINGS, region: environment.region };

/** Change queue -> review of each network ACL that changed. */
export const handler = middy()
  .use(eventBatch())
  .handler(
    createGuard({
      settings: environment.settings,
      networkAcls: new Ec2NetworkAcls(new EC2Client(clientSettings), environment),
      findings: new FindingsTable(new DynamoDBClient(clientSettings), environment.findingsTable),
      alerts: new AlertTopic(new SNSClient(clientSettings), environment.alertTopicArn, renderMessage),
      clock: { now: () => new Date(), wait },
      log: line => console.log(JSON.stringify(line)),
    }),
  );
