import type { Transport } from '../../coverage/network-acl-entry.ts';
import { formatPorts, LAST_PORT, type PortRange } from '../../coverage/space/port-set.ts';

/** The services behind the commonest ports (IANA's service names and port numbers; of 6443 and 9092, their projects). */
const SERVICE_NAMES: Readonly<Record<string, string>> = {
  'tcp/21': 'FTP',
  'tcp/22': 'SSH',
  'tcp/25': 'SMTP',
  'tcp/53': 'DNS',
  'udp/53': 'DNS',
  'tcp/80': 'HTTP',
  'tcp/88': 'Kerberos',
  'udp/88': 'Kerberos',
  'udp/123': 'NTP',
  'udp/161': 'SNMP',
  'tcp/389': 'LDAP',
  'tcp/443': 'HTTPS',
  'udp/443': 'HTTP/3',
  'tcp/445': 'SMB',
  'udp/500': 'IKE',
  'tcp/587': 'SMTP submission',
  'tcp/636': 'LDAPS',
  'tcp/993': 'IMAPS',
  'udp/1194': 'OpenVPN',
  'tcp/1433': 'SQL Server',
  'tcp/1521': 'Oracle',
  'tcp/1883': 'MQTT',
  'tcp/2049': 'NFS',
  'tcp/3306': 'MySQL',
  'tcp/3389': 'RDP',
  'udp/3389': 'RDP',
  'udp/4500': 'IPsec NAT traversal',
  'udp/51820': 'WireGuard',
  'tcp/5432': 'PostgreSQL',
  'tcp/5671': 'AMQPS',
  'tcp/5672': 'AMQP',
  'tcp/5985': 'WinRM',
  'tcp/5986': 'WinRM',
  'tcp/6379': 'Redis',
  'tcp/6443': 'Kubernetes API',
  'tcp/8883': 'MQTTS',
  'tcp/9092': 'Kafka',
  'tcp/9200': 'Elasticsearch',
  'tcp/11211': 'memcached',
  'tcp/27017': 'MongoDB',
};

/** The destination ports of a service. */
export function renderPortsOf(transport: Transport, ports: PortRange): string {
  const isAll = ports.from === 0 && ports.to === LAST_PORT;
  return isAll ? `all ${transport} ports` : `${transport}/${formatPorts([ports])}`;
}

/** A service as a headline names it: `HTTPS (tcp/443)`, or `tcp/8443` where it has no common name. */
export function renderService(transport: Transport, ports: PortRange): string {
  const match = renderPortsOf(transport, ports);
  const name = SERVICE_NAMES[match];
  return name ? `${name} (${match})` : match;
}

/** A service where there is little room: `HTTPS`. */
export function renderShortService(transport: Transport, ports: PortRange): string {
  const match = renderPortsOf(transport, ports);
  return SERVICE_NAMES[match] ?? match;
}
