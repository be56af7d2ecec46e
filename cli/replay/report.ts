import { renderEntry } from '../../functions/alert/words/entry-text.ts';
import { type Format, renderAlert } from './format.ts';
import { renderQuiet } from './quiet-text.ts';
import type { Replay, ReplayedNetworkAcl, Snapshot } from './replay.ts';

/** The text of a replay: the alert as it arrives, then what the guard did, and the result. */
export function renderReplay(replay: Replay, format: Format): string {
  const { mode, invocation, alerts, calls, networkAcls } = replay;
  const shown = alerts.map(alert => {
    const text = renderAlert(alert, format);
    // JSON stays without a frame, so that it can be copied or parsed.
    return `${format === 'email' ? frame(text) : text}\n`;
  });
  const ec2 = calls.filter(({ service }) => service === 'ec2').map(({ action }) => action);
  return [
    `--- mode ${mode} ${'-'.repeat(60 - mode.length)}`,
    '',
    ...(shown.length > 0 ? shown : ['No alert.', '', ...renderQuietReview(replay)]),
    ...toOutcomes(invocation.log).map(renderOutcome),
    ...networkAcls.flatMap(one => renderAdded(one, toName(one, networkAcls))),
    `EC2       ${ec2.length > 0 ? ec2.join(', ') : 'no call'}`,
    ...renderCoverages(networkAcls),
    '',
  ].join('\n');
}

/** The outcomes of reviews that have nothing to report. */
const QUIET: readonly unknown[] = ['covered', 'below-min-severity'];

/** Why the guard did nothing, where no alert says so. */
function renderQuietReview({ invocation, networkAcls }: Replay): string[] {
  const isQuiet = invocation.log.some(({ outcome }) => QUIET.includes(outcome));
  const reasons = networkAcls.flatMap(one =>
    one.before ? [`  ${toName(one, networkAcls)}${renderQuiet(one.before.coverage)}`] : [],
  );
  return isQuiet && reasons.length > 0 ? ['What the guard did:', ...reasons, ''] : [];
}

/** Only where an event names several network ACLs, each line says of which it is. */
function toName({ networkAclId }: ReplayedNetworkAcl, all: readonly ReplayedNetworkAcl[]): string {
  return all.length > 1 ? `${networkAclId}: ` : '';
}

/** Why the guard failed, in one line; undefined if it did not. */
export function renderFailure({ invocation }: Replay): string | undefined {
  const failed = (invocation.response as { batchItemFailures?: unknown[] } | undefined)?.batchItemFailures
    ?.length;
  if (invocation.error === undefined && !failed) return undefined;
  const logged = invocation.log.find(({ level }) => level === 'ERROR');
  return [invocation.error, logged?.message, logged?.error].filter(Boolean).join(': ');
}

function frame(text: string): string {
  return text.replaceAll(/^/gm, '| ').replaceAll(/^\| $/gm, '|');
}

/** The lines about reviews. What was pending is alerted by now: without a queue, guard is its own reporter. */
function toOutcomes(log: Replay['invocation']['log']): Replay['invocation']['log'] {
  const published = new Set(
    log.filter(({ message }) => message === 'alert published').map(({ alertId }) => alertId),
  );
  return log
    .filter(({ message }) => message === 'review finished')
    .map(line => (published.has(line.alertId) ? { ...line, outcome: 'alerted' } : line));
}

function renderOutcome({ outcome, alertKind, reason }: Readonly<Record<string, unknown>>): string {
  return `outcome   ${[outcome, alertKind && `(${alertKind})`, reason && `(${reason})`].filter(Boolean).join(' ')}`;
}

function renderCoverages(networkAcls: readonly ReplayedNetworkAcl[]): string[] {
  const none = { networkAclId: '', before: undefined, after: undefined };
  return (networkAcls.length > 0 ? networkAcls : [none]).map(one => {
    const { before, after } = one;
    return `coverage  ${toName(one, networkAcls)}${renderSnapshot(before)} -> ${renderSnapshot(after)}`;
  });
}

function renderSnapshot(snapshot: Snapshot | undefined): string {
  if (snapshot === undefined) return 'no network ACL';
  const { status, severity } = snapshot.coverage;
  return status === 'gap' ? `gap, ${severity}` : status;
}

function renderAdded({ before, after }: ReplayedNetworkAcl, name: string): string[] {
  const render = (snapshot: Snapshot | undefined) =>
    (snapshot?.networkAcl.entries ?? []).filter(({ direction }) => direction === 'egress').map(renderEntry);
  const known = new Set(render(before));
  const added = render(after).filter(entry => !known.has(entry));
  return added.map(entry => `added     ${name}${entry}`);
}
