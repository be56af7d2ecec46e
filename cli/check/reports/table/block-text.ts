import type { CheckedNetworkAcl } from '../../checked.ts';
import { renderDeny } from '../../findings/deny-finding.ts';
import { renderChangedHeadline } from '../../findings/difference.ts';
import { renderAddition, renderMatchOf, sideOf } from '../additions.ts';
import { renderAssumptions } from '../assumption-text.ts';
import { addressOf, placeOf, regionOf, showableName } from '../names.ts';
import { wrap } from '../wrap.ts';
import { renderAxis, renderClients } from './axis.ts';
import { type BlockFormat, indent, prose, renderAdditions } from './group-text.ts';
import { INDENT, LABELS } from './style.ts';

/** One network ACL with its causes, the axis of ports and the clients that are hit. */
export function renderBlock(checked: CheckedNetworkAcl, { paint, width }: BlockFormat): string[] {
  const gaps = checked.findings.filter(({ rule }) => rule !== 'deny-never-takes-effect');
  const additions = gaps.flatMap(({ entries }) => entries.map(renderAddition));
  const fix = [
    ...renderAdditions(additions, width),
    ...gaps.flatMap(({ advice }) => advice.flatMap(text => prose(text, width))),
  ];
  const axis = [...renderAxis(checked, paint, width), ...renderClients(checked, width)];
  return [
    ...renderHeading(checked, { paint, width }),
    ...gaps.flatMap(gap => [renderChangedHeadline(gap), ...gap.causes].flatMap(text => prose(text, width))),
    ...axis,
    ...(axis.length > 0 && fix.length > 0 ? [''] : []),
    ...fix,
  ];
}

/** All that is known about a network ACL, for `--all`. */
export function renderFullBlock(checked: CheckedNetworkAcl, format: BlockFormat): string[] {
  const { shadowed, muted } = checked;
  const never = shadowed.map(entry =>
    entry.action === 'deny'
      ? renderDeny(entry)
      : `${sideOf(entry)} rule ${entry.ruleNumber} (${renderMatchOf(entry)})`,
  );
  const notes = [
    ...(muted?.reason ? [`Muted: ${muted.reason}`] : []),
    ...never.map(text => `Never takes effect: ${text}`),
    ...checked.findings.flatMap(({ evidence }) => evidence),
    ...renderAssumptions(checked).map(text => `Assumed: ${text}`),
  ];
  return [...renderBlock(checked, format), ...notes.flatMap(text => prose(text, format.width))];
}

function renderHeading(
  checked: CheckedNetworkAcl,
  { paint, width }: Pick<BlockFormat, 'paint' | 'width'>,
): string[] {
  const { networkAcl, standing } = checked;
  const { text, style } = LABELS[standing];
  const [name, id] = [showableName(checked), addressOf(checked)];
  const notes = [
    ...(name === undefined ? [] : [id]),
    ...(id === networkAcl.networkAclId ? [] : [networkAcl.networkAclId]),
    networkAcl.vpcId,
    regionOf(checked) ?? '',
    placeOf(checked) ?? '',
    networkAcl.inUse ? '' : 'unused',
  ].filter(Boolean);
  const lead = paint('bold', name ?? id);
  const space = ' '.repeat(Math.max(1, INDENT - text.length));
  const label = `${paint(style, text)}${space}`;
  const oneLine = [name ?? id, ...notes].join('  ').length <= width - INDENT;
  if (oneLine) return [`${label}${[lead, ...notes].join('  ')}`];
  return [`${label}${lead}`, ...wrap(notes.join('  '), width - INDENT).map(indent)];
}
