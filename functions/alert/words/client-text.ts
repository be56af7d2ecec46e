import { CLIENT_PORTS, type Client } from '../../coverage/clients.ts';
import type { Coverage } from '../../coverage/coverage.ts';
import { formatPorts } from '../../coverage/space/port-set.ts';

/** The name of each kind of client. */
export const CLIENT_NAMES: Readonly<Record<Client, string>> = {
  linux: 'Linux',
  windows: 'Windows',
  'windows-legacy': 'Windows XP, Server 2003',
  'nat-elb-lambda': 'NAT gateway, load balancer, Lambda',
};

/** The table of clients, one line each. */
export function renderClients({ clients }: Coverage): string[] {
  const width = Math.max(...Object.values(CLIENT_NAMES).map(name => name.length));
  return clients.map(({ client, replies }) => {
    const ports = formatPorts([CLIENT_PORTS[client]]);
    return `${CLIENT_NAMES[client].padEnd(width)}  ${ports.padEnd(11)}  ${replies ?? 'not required'}`;
  });
}
