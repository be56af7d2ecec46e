import type { Client } from '../../coverage/clients.ts';

/** The name of each kind of client; macOS has the ports of Windows. */
export const CLIENT_NAMES: Readonly<Record<Client, string>> = {
  linux: 'Linux',
  windows: 'Windows, macOS',
  'windows-legacy': 'Windows XP, Server 2003',
  'nat-elb-lambda': 'NAT, load balancers, Lambda',
};
