import { formatBlock, parseBlock } from './address.ts';
import type { Case, Entry, Range } from './entry.ts';

const PROTOCOLS: Readonly<Record<string, number>> = { all: -1, icmp: 1, tcp: 6, udp: 17, icmpv6: 58 };

// 100 allow tcp 1024-65535 10.0.0.0/8, 90 deny all ::/0, 80 allow icmp 8/0 0.0.0.0/0, 70 deny 50 10.0.0.0/8
const ENTRY = /^(\d+) (allow|deny) (\w+)(?: (?:(\d+)(?:-(\d+))?|(-?\d+)\/(-?\d+)))? ([\da-f:.]+\/\d+)$/;

export function entry(egress: boolean, text: string): Entry {
  const fields = ENTRY.exec(text);
  if (fields === null) throw new Error(`not an entry: ${text}`);
  const [, ruleNumber, action, protocol = '', from, to = from, type, code, block = ''] = fields;
  return {
    ruleNumber: Number(ruleNumber),
    egress,
    action: action === 'allow' ? 'allow' : 'deny',
    protocol: PROTOCOLS[protocol] ?? Number(protocol),
    block: parseBlock(block),
    ...(from === undefined ? {} : { ports: { from: Number(from), to: Number(to) } }),
    ...(type === undefined ? {} : { icmp: { type: Number(type), code: Number(code) } }),
  };
}

export function ingress(...lines: readonly string[]): Entry[] {
  return lines.map(line => entry(false, line));
}

export function egress(...lines: readonly string[]): Entry[] {
  return lines.map(line => entry(true, line));
}

export function formatEntry({ ruleNumber, action, protocol, ports, icmp, block }: Entry): string {
  const name = Object.entries(PROTOCOLS).find(([, number]) => number === protocol)?.[0] ?? `${protocol}`;
  const detail = ports ? ` ${formatRange(ports)}` : icmp ? ` ${icmp.type}/${icmp.code}` : '';
  return `${ruleNumber} ${action} ${name}${detail} ${formatBlock(block)}`;
}

export function formatRange({ from, to }: Range): string {
  return from === to ? `${from}` : `${from}-${to}`;
}

/** The case as somebody would write it down, each direction by rule number. */
export function formatCase({ entries, settings }: Case): string {
  const sorted = entries.toSorted((a, b) => a.ruleNumber - b.ruleNumber);
  const lines = (egress: boolean) => sorted.filter(e => e.egress === egress).map(e => `  ${formatEntry(e)}`);
  const required = settings.required.map(formatRange).join(',');
  return [
    `required ${required}, receivers ${settings.inferReceivers ? 'inferred' : 'off'}, quota ${settings.ruleQuota}`,
    'ingress',
    ...lines(false),
    'egress',
    ...lines(true),
  ].join('\n');
}
