import { parseBlock } from './address.ts';
import type { Case } from './case.ts';
import { TCP, UDP } from './entry.ts';
import { judge } from './judgement.ts';
import { admittingAt, denialOf } from './replies.ts';

/**
 * Asks the oracle about a single reply, such as `egress tcp 1024 10.0.0.1`: `out`, `missing` or `deny 90`, with the
 * evidence and severity of its area and the request entries that admit the service; `not required` where there is none.
 */
export function probe(it: Case, text: string): string {
  const [direction = '', protocol = '', port, address = ''] = text.split(' ');
  const block = parseBlock(`${address}/${address.includes(':') ? 128 : 32}`);
  const range = { from: Number(port), to: Number(port) };
  const { ground, egress, ingress } = judge(it, { blocks: [block], ranges: [range] });
  const area = ground.points[block.family].get(block.first);
  const transport = protocol === 'tcp' ? TCP : UDP;
  const judged = (direction === 'egress' ? egress : ingress).find(
    one => one.transport === transport && one.area === area,
  );
  if (judged === undefined || !judged.required.has(range.from)) return 'not required';
  const denial = denialOf(judged, range.from);
  const verdict =
    denial === undefined ? 'out' : denial.kind === 'entry' ? `deny ${denial.ruleNumber}` : 'missing';
  return `${verdict}: ${judged.evidence}, ${judged.severity}, by ${admittingAt([judged])}`;
}
