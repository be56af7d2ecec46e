/** The matches of rules by which common services are known (IANA's service names, and the vendors' defaults). */
const MATCHES: Readonly<Record<string, readonly string[]>> = {
  DNS: ['tcp/53', 'udp/53'],
  Elasticsearch: ['tcp/9200'],
  FTP: ['tcp/21'],
  HTTP: ['tcp/80'],
  'HTTP/3': ['udp/443'],
  HTTPS: ['tcp/443'],
  IKE: ['udp/500'],
  Kafka: ['tcp/9092'],
  'Kubernetes API': ['tcp/6443'],
  LDAP: ['tcp/389'],
  LDAPS: ['tcp/636'],
  MongoDB: ['tcp/27017'],
  MySQL: ['tcp/3306'],
  NFS: ['tcp/2049'],
  NTP: ['udp/123'],
  OpenVPN: ['udp/1194'],
  Oracle: ['tcp/1521'],
  PostgreSQL: ['tcp/5432'],
  RDP: ['tcp/3389'],
  Redis: ['tcp/6379'],
  SMB: ['tcp/445'],
  SMTP: ['tcp/25'],
  'SQL Server': ['tcp/1433'],
  SSH: ['tcp/22'],
  WinRM: ['tcp/5985', 'tcp/5986'],
};
const NAMES = new Map(
  Object.entries(MATCHES).flatMap(([name, matches]) => matches.map(match => [match, name] as const)),
);

/** `SSH (tcp/22)`, or the match alone. @param match - such as `tcp/22` */
export function nameService(match: string): string {
  const name = NAMES.get(match);
  return name ? `${name} (${match})` : match;
}
