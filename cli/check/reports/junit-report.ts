import { toLine } from '../../../functions/alert/words/plain-text.ts';
import type { UnreadableInput } from '../../input/listed-network-acl.ts';
import type { CheckedNetworkAcl } from '../checked.ts';
import { failsAlone } from '../checked.ts';
import type { CheckFinding } from '../findings/finding.ts';
import { type FindingMessage, isShown, toMessage } from './message.ts';
import { addressOf, placeOf, showableName } from './names.ts';
import type { CheckReport, ReportSettings } from './report.ts';

/** JUnit's XML, as Jenkins and GitLab read it: a test case for each network ACL, in the order of the input. */
export function toJunitReport(settings: ReportSettings): CheckReport {
  const cases: string[] = [];
  let skipped = 0;
  return {
    add: checked => {
      const isSkipped = !isShown(checked, false);
      if (isSkipped) skipped += 1;
      cases.push(renderCase(checked, isSkipped, settings));
    },
    *end({ summary, unreadable }) {
      const counts = `tests="${cases.length + unreadable.length}" failures="${summary.failed}" errors="${unreadable.length}"`;
      yield '<?xml version="1.0" encoding="UTF-8"?>\n';
      yield `<testsuites name="nacl-ephemeral-guard" ${counts}>\n`;
      yield `<testsuite name="network ACLs" ${counts} skipped="${skipped}">\n`;
      yield* cases;
      yield* unreadable.map(renderUnreadable);
      yield '</testsuite>\n</testsuites>\n';
    },
  };
}

function renderCase(checked: CheckedNetworkAcl, isSkipped: boolean, settings: ReportSettings): string {
  const { networkAcl, source, standing, muted } = checked;
  const name = [showableName(checked), addressOf(checked)].filter(Boolean).join(' ');
  const places = [source.account, source.region, networkAcl.vpcId, placeOf(checked)].filter(Boolean);
  const attributes = `name="${escapeXml(name)}" classname="${escapeXml(places.join(' ') || 'network ACLs')}"`;
  const messages = checked.findings.map(finding => ({ finding, message: toMessage(checked, finding) }));
  const parts = isSkipped
    ? [`<skipped message="${escapeXml(muted?.reason || standing)}"/>`]
    : messages.map(({ finding, message }) => renderFinding(checked.failed, finding, message, settings));
  return parts.length === 0
    ? `<testcase ${attributes}/>\n`
    : `<testcase ${attributes}>\n${parts.join('\n')}\n</testcase>\n`;
}

/** What does not make the network ACL fail is its output. */
function renderFinding(
  failed: boolean,
  { level, rule }: CheckFinding,
  message: FindingMessage,
  settings: ReportSettings,
): string {
  const text = escapeXml(
    [message.headline, ...message.causes, ...message.fix, ...message.evidence].map(toLine).join('\n'),
  );
  const fails = failed && failsAlone({ level, rule }, settings);
  if (!fails) return `<system-out>${text}</system-out>`;
  return `<failure type="${rule}" message="${escapeXml(message.headline)}">${text}</failure>`;
}

function renderUnreadable({ file, networkAcl, reason }: UnreadableInput): string {
  const name = escapeXml(networkAcl ?? file);
  return `<testcase name="${name}" classname="${escapeXml(file)}">\n<error type="unreadable" message="${escapeXml(reason)}"/>\n</testcase>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\n': '&#10;',
};

/** Also what XML 1.0 does not allow at all (2.2, "Characters"). */
function escapeXml(text: string): string {
  const lines = text.split('\n').map(line => toLine(line).replaceAll(/[\uFFFE\uFFFF]/g, ' '));
  return lines.join('\n').replaceAll(/[&<>"\n]/g, character => ENTITIES[character] ?? character);
}
