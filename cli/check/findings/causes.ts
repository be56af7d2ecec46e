import { capitalize, joinFirst, joinWords } from '../../../functions/alert/words/plain-text.ts';
import { type Gap, isForgotten } from '../../../functions/coverage/gaps.ts';
import { type CidrBlock, formatCidrBlock } from '../../../functions/coverage/space/cidr-block.ts';
import { formatPorts, toPortSet } from '../../../functions/coverage/space/port-set.ts';
import { toAdmitting } from '../../../functions/review/impact/sources.ts';
import type { EvaluatedNetworkAcl } from '../evaluated.ts';
import { renderRequests, toNamedBlocks } from './finding-impact.ts';

const BLOCKS_SHOWN = 3;
const RANGES_SHOWN = 4;
const RULES_SHOWN = 3;

/** The words of a direction: of its replies, and of the requests before them. */
const WORDS = {
  egress: { reply: 'outbound', to: 'to', request: 'Inbound', from: 'from' },
  ingress: { reply: 'inbound', to: 'from', request: 'Outbound', from: 'to' },
} as const;

/** Why replies are blocked: which rules let the clients in, and what denies the replies. @param gaps - of one direction */
export function renderCauses(gaps: readonly Gap[], evaluated: EvaluatedNetworkAcl): string[] {
  const [first] = gaps;
  if (first === undefined) return [];
  const { request, from, reply, to } = WORDS[first.direction];
  const entries = toAdmitting(evaluated.networkAcl, gaps);
  const admitted = entries.slice(0, RULES_SHOWN).map(entry => {
    const what = `${renderRequests(entry)} ${from} ${formatCidrBlock(entry.cidrBlock)}`;
    return `${request} rule ${entry.ruleNumber} allows ${what}.`;
  });
  const more =
    entries.length > RULES_SHOWN ? [`${entries.length - RULES_SHOWN} more rules let clients in.`] : [];
  const forgotten = gaps.filter(isForgotten);
  const missing =
    forgotten.length > 0 ? [`No ${reply} rule allows replies to ${renderRanges(forgotten)}.`] : [];
  const decided = decidedBy(gaps);
  const [noun, verb] = decided.length === 1 ? ['rule', 'denies'] : ['rules', 'deny'];
  const denied = `${reply} ${noun} ${joinFirst(decided.map(String), RULES_SHOWN, 'rules')} ${verb} replies ${to} these ports`;
  const denies = decided.length > 0 ? [`${capitalize(denied)}.`] : [];
  return [...admitted, ...more, ...missing, ...denies];
}

function decidedBy(gaps: readonly Gap[]): number[] {
  return [...new Set(gaps.flatMap(({ deniedBy }) => (deniedBy.kind === 'entry' ? deniedBy.ruleNumber : [])))];
}

/** `tcp 1024-65535 from 0.0.0.0/0`: what a rule for the missing replies would match. @param gaps - of one direction */
export function renderMissing(gaps: readonly Gap[], evaluated: EvaluatedNetworkAcl): string {
  const [first] = gaps;
  if (first === undefined) return '';
  const { blocks, except } = toNamedBlocks(gaps, evaluated);
  const families = [...new Set(gaps.map(({ cidrBlock }) => cidrBlock.family))];
  const anywhere = families.map(family => (family === 'ipv4' ? '0.0.0.0/0' : '::/0'));
  const where = blocks.length > 0 ? renderBlocks(blocks) : joinWords(anywhere);
  const without = except.length > 0 ? ` except ${renderBlocks(except)}` : '';
  return `${renderRanges(gaps)} ${WORDS[first.direction].to} ${where}${without}`;
}

function renderBlocks(blocks: readonly CidrBlock[]): string {
  return joinFirst(blocks.map(formatCidrBlock), BLOCKS_SHOWN, 'CIDR blocks');
}

/** `tcp 1024-65535`, `tcp 1024-65535 and udp 1024-65535`. */
function renderRanges(gaps: readonly Gap[]): string {
  const protocols = [...new Set(gaps.map(({ protocol }) => protocol))];
  return joinWords(
    protocols.map(protocol => {
      const ranges = toPortSet(gaps.filter(gap => gap.protocol === protocol).map(({ ports }) => ports));
      const texts = ranges.map(range => formatPorts([range]));
      return `${protocol} ${joinFirst(texts, RANGES_SHOWN, 'ranges')}`;
    }),
  );
}
