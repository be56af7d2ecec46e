import { formatBlock, parseBlock } from './address.ts';
import { type Case, NOWHERE } from './case.ts';
import type { Entry, Range } from './entry.ts';

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
    protocol: toProtocol(protocol),
    block: parseBlock(block),
    ...(from === undefined ? {} : { ports: { from: Number(from), to: Number(to) } }),
    ...(type === undefined ? {} : { icmp: { type: Number(type), code: Number(code) } }),
  };
}

export function toProtocol(name: string): number {
  return PROTOCOLS[name] ?? Number(name);
}

export function ingress(...lines: readonly string[]): Entry[] {
  return lines.map(line => entry(false, line));
}

export function egress(...lines: readonly string[]): Entry[] {
  return lines.map(line => entry(true, line));
}

/** A network ACL with usual settings, of which nothing else is known; `changed` says what is different. */
export function caseOf(entries: readonly Entry[], changed: Partial<Case> = {}): Case {
  const settings = { required: [{ from: 1024, to: 65_535 }], ruleQuota: 20 };
  return { entries, settings, place: NOWHERE, ...changed };
}

export function formatEntry({ ruleNumber, action, protocol, ports, icmp, block }: Entry): string {
  const detail = ports ? ` ${formatRange(ports)}` : icmp ? ` ${icmp.type}/${icmp.code}` : '';
  return `${ruleNumber} ${action} ${formatProtocol(protocol)}${detail} ${formatBlock(block)}`;
}

export function formatProtocol(protocol: number): string {
  return Object.entries(PROTOCOLS).find(([, number]) => number === protocol)?.[0] ?? `${protocol}`;
}

export function formatRange({ from, to }: Range): string {
  return from === to ? `${from}` : `${from}-${to}`;
}
