/** The services behind the commonest ports (IANA's service names and port numbers, and the vendors' defaults). */
const SERVICE_NAMES: Readonly<Record<string, string>> = {
  'tcp/21': 'FTP',
  'tcp/22': 'SSH',
  'tcp/25': 'SMTP',
  'tcp/53': 'DNS',
  'udp/53': 'DNS',
  'tcp/80': 'HTTP',
  'udp/123': 'NTP',
  'tcp/389': 'LDAP',
  'tcp/443': 'HTTPS',
  'udp/443': 'HTTP/3',
  'tcp/445': 'SMB',
  'udp/500': 'IKE',
  'tcp/636': 'LDAPS',
  'udp/1194': 'OpenVPN',
  'tcp/1433': 'SQL Server',
  'tcp/1521': 'Oracle',
  'tcp/2049': 'NFS',
  'tcp/3306': 'MySQL',
  'tcp/3389': 'RDP',
  'tcp/5432': 'PostgreSQL',
  'tcp/5985': 'WinRM',
  'tcp/5986': 'WinRM',
  'tcp/6379': 'Redis',
  'tcp/6443': 'Kubernetes API',
  'tcp/9092': 'Kafka',
  'tcp/9200': 'Elasticsearch',
  'tcp/27017': 'MongoDB',
};

/** `SSH (tcp/22)`, or the match alone. @param match - such as `tcp/22` */
export function nameService(match: string): string {
  const name = SERVICE_NAMES[match];
  return name ? `${name} (${match})` : match;
}
