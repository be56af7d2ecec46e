import { SEVERITIES } from '../../coverage/severity.ts';
import type { Parsed } from '../../parsing/definition.ts';
import { described, list, nullable, object, optional } from '../../parsing/structures.ts';
import { flag, integer, knownOr, oneOf, text } from '../../parsing/values.ts';
import { ALERT_KINDS } from '../../review/words/alert-kind.ts';
import type { Absence } from '../../review/words/hub-digest.ts';
import { MODES } from '../../review/words/mode.ts';
import { DETAIL, STEP } from './report-parts.ts';

/** A message of the topic has to stay below SNS's 262,144 bytes, all forms together. */
export const MOST_MEMBERS = 250;
export const MOST_ABSENT = 100;

const MEMBER = object({
  id: text,
  account: optional(text),
  region: optional(text),
  name: described('Of its Name tag.', nullable(text)),
  vpcId: nullable(text),
  kind: described('Of the alert that it would have got alone.', knownOr(ALERT_KINDS)),
  severity: knownOr(SEVERITIES),
  since: described('When it was first seen, ISO 8601, UTC.', text),
  alertId: text,
  undo: described('The commands that remove what the guard added.', list(text)),
});
const ABSENT = object({
  ...{ account: text, region: text },
  since: described('ISO 8601, UTC.', text),
  kind: knownOr(['unreachable', 'silent', 'not-swept'] satisfies Absence['kind'][]),
  code: described("AWS's error code.", nullable(text)),
});
const count = integer(0);

/** A digest as a versioned JSON document, for programs. What is not known is null. */
export const DIGEST_DOCUMENT = object({
  version: oneOf(['2']),
  id: described('The same where the same digest is published again.', text),
  kind: oneOf(['digest']),
  about: described('What led to it.', text),
  severity: described('The worst of what is open.', knownOr(SEVERITIES)),
  mode: knownOr(MODES),
  ...{ account: text, region: text },
  // Absent, as all that a hub adds, in what an earlier version published.
  place: described('What it is about, as the title has it in brackets.', optional(text)),
  where: described('The same as a sentence.', optional(text)),
  isNeeded: described('False: there is nothing to do.', flag),
  title: described('The subject of the email: at most 99 characters of ASCII.', text),
  summary: text,
  at: described('ISO 8601, UTC.', text),
  open: described('Network ACLs by severity.', object({ low: count, medium: count, high: count })),
  lines: described('How many, and what led to it: sentences, a line each.', list(text)),
  fix: described('What to do: sentences; empty where the groups say it.', list(text)),
  groups: described(
    'The first of the network ACLs, for readers, by cause or by VPC.',
    list(
      object({
        account: described('Of a hub: of this group and the next ones.', nullable(optional(text))),
        ...{ title: text, lines: list(text) },
      }),
    ),
  ),
  facts: described('What else there is.', list(text)),
  steps: described('Commands: what shows everything, and what undoes.', list(STEP)),
  details: list(DETAIL),
  mute: described('How to mute, and the id.', text),
  members: list(MEMBER, MOST_MEMBERS),
  membersOmitted: count,
  absent: described('Members of a hub that do not report.', optional(list(ABSENT, MOST_ABSENT))),
  absentOmitted: optional(count),
});
export type DigestDocument = Parsed<typeof DIGEST_DOCUMENT>;
