import { toJsonText } from '../../../functions/parsing/printable.ts';
import project from '../../../package.json' with { type: 'json' };
import type { CheckedNetworkAcl } from '../checked.ts';
import { type CheckFinding, LEVELS, type Level } from '../findings/finding.ts';
import { fingerprintOf } from '../findings/fingerprint.ts';
import { RULE_IDS, RULE_TEXTS, type RuleId } from '../findings/rules.ts';
import { toUri } from './file-uri.ts';
import { isShown, renderMessage, toMessage } from './message.ts';
import { addressOf } from './names.ts';
import type { CheckReport, ReportSettings } from './report.ts';

/** GitHub takes at most so many results in a run, and messages of at most so many characters ("SARIF support"). */
const MOST_RESULTS = 25_000;
const LONGEST_MESSAGE = 1_000;
const TAGS = ['aws', 'network-acl', 'reliability'];

type SarifLevel = 'error' | 'warning' | 'note';
const SARIF_LEVELS: Readonly<Record<Level, SarifLevel>> = {
  high: 'error',
  unknown: 'warning',
  medium: 'warning',
  low: 'note',
};
const DEFAULT_LEVELS: Readonly<Record<RuleId, SarifLevel>> = {
  'replies-blocked': 'error',
  'own-replies-blocked': 'error',
  'deny-never-takes-effect': 'warning',
  'no-verdict': 'warning',
};

/** SARIF 2.1.0, as GitHub code scanning takes it, the worst first. */
export function toSarifReport(settings: ReportSettings): CheckReport {
  const results = new Map<Level, string[]>(LEVELS.map(level => [level, []]));
  return {
    add: checked => {
      if (!isShown(checked, settings.all)) return;
      for (const finding of checked.findings)
        results.get(finding.level)?.push(toJsonText(toResult(checked, finding, settings)));
    },
    *end() {
      const [start = '', end = ''] = JSON.stringify(toLog()).split('"results":[]');
      yield `${start}"results":[\n`;
      const all = [...results.values()].flat().slice(0, MOST_RESULTS);
      for (const [index, text] of all.entries()) yield index === 0 ? text : `,\n${text}`;
      yield `\n]${end}\n`;
    },
  };
}

function toLog(): object {
  const driver = {
    name: project.name,
    semanticVersion: project.version,
    rules: RULE_IDS.map(toRule),
  };
  const run = { tool: { driver }, columnKind: 'utf16CodeUnits', results: [] };
  return { $schema: 'https://json.schemastore.org/sarif-2.1.0.json', version: '2.1.0', runs: [run] };
}

function toRule(id: RuleId): object {
  const { title, meaning, help } = RULE_TEXTS[id];
  const name = id.replaceAll(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  return {
    id,
    name,
    shortDescription: { text: title },
    fullDescription: { text: meaning },
    help: { text: `${meaning} ${help}`, markdown: `${meaning}\n\n${help}` },
    defaultConfiguration: { level: DEFAULT_LEVELS[id] },
    properties: { tags: TAGS },
  };
}

function toResult(checked: CheckedNetworkAcl, finding: CheckFinding, { strict }: ReportSettings): object {
  const { source, muted, standing, coverage } = checked;
  const { rule, level } = finding;
  const isUnknown = level === 'unknown';
  const justification = muted ? muted.reason || 'muted' : 'in the baseline';
  return {
    ruleId: rule,
    ruleIndex: RULE_IDS.indexOf(rule),
    level:
      rule === 'deny-never-takes-effect' ? 'warning' : isUnknown && strict ? 'error' : SARIF_LEVELS[level],
    message: { text: renderMessage(toMessage(checked, finding), LONGEST_MESSAGE) },
    locations: [
      {
        physicalLocation: {
          artifactLocation: { uri: toUri(checked) },
          region: { startLine: source.line ?? 1 },
        },
        logicalLocations: [{ fullyQualifiedName: addressOf(checked), kind: 'resource' }],
      },
    ],
    partialFingerprints: { primaryLocationLineHash: `${fingerprintOf(checked, finding)}:1` },
    ...((muted || standing === 'accepted') && { suppressions: [{ kind: 'external', justification }] }),
    properties: {
      severity: level,
      deniedShare: Math.max(0, ...coverage.clients.map(one => one.deniedShare ?? 0)),
    },
  };
}
