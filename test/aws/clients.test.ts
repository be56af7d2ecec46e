import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DescribeNetworkAclsCommand, EC2Client } from '@aws-sdk/client-ec2';
import { expect, it, vi } from 'vitest';
import { startStandIn } from '../../cli/aws-stand-in/stand-in.ts';
import { CLIENT_SETTINGS, onFirstCall } from '../../functions/aws/clients.ts';

it('gives up on a server that accepts a call and never answers', async () => {
  const topicArn = 'arn:aws:sns:us-east-1:123456789012:alerts';
  const standIn = await startStandIn({ networkAcls: [], topicArn, findingsTable: 'findings' });
  standIn.inject({ action: 'DescribeNetworkAcls', fault: 'hang' });
  const credentials = { accessKeyId: 'stand-in', secretAccessKey: 'stand-in' };
  const where = { endpoint: standIn.endpoint, region: 'us-east-1', credentials };
  const client = new EC2Client({ ...CLIENT_SETTINGS, ...where, maxAttempts: 1 });
  try {
    await expect(client.send(new DescribeNetworkAclsCommand({}))).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  } finally {
    client.destroy();
    await standIn.close();
  }
});

it('gives up on a server that begins an answer and never ends it', async () => {
  const server = createServer((_, response) => void response.writeHead(200).write('<DescribeNetworkAcls'));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const endpoint = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const credentials = { accessKeyId: 'stand-in', secretAccessKey: 'stand-in' };
  const client = new EC2Client({
    ...CLIENT_SETTINGS,
    endpoint,
    region: 'us-east-1',
    credentials,
    maxAttempts: 1,
  });
  try {
    await expect(client.send(new DescribeNetworkAclsCommand({}))).rejects.toMatchObject({
      name: 'TimeoutError',
    });
  } finally {
    client.destroy();
    server.closeAllConnections();
    server.close();
  }
});

it('makes a client with its first call, once', () => {
  const make = vi.fn(() => ({}));
  const client = onFirstCall(make);
  expect(make).not.toHaveBeenCalled();
  expect(client()).toBe(client());
  expect(make).toHaveBeenCalledOnce();
});
