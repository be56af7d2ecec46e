import { SEVERITIES } from '../../coverage/severity.ts';
import type { Parsed } from '../../parsing/definition.ts';
import { described, list, nullable, object } from '../../parsing/structures.ts';
import { integer, knownOr, oneOf, text } from '../../parsing/values.ts';
import { ALERT_KINDS } from '../../review/words/alert-kind.ts';
import { MODES } from '../../review/words/mode.ts';

/** A message of the topic has to stay below SNS's 262,144 bytes, all forms together. */
export const MOST_MEMBERS = 250;

const MEMBER = object({
  id: text,
  name: described('Of its Name tag.', nullable(text)),
  vpcId: nullable(text),
  kind: described('Of the alert that it would have got alone.', knownOr(ALERT_KINDS)),
  severity: knownOr(SEVERITIES),
  since: described('When it was first seen, ISO 8601, UTC.', text),
  alertId: text,
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
  title: described('The subject of the email: at most 99 characters of ASCII.', text),
  summary: text,
  at: described('ISO 8601, UTC.', text),
  open: described('Network ACLs by severity.', object({ low: count, medium: count, high: count })),
  lines: described('The first of the network ACLs, for readers, below their causes.', list(text)),
  members: list(MEMBER, MOST_MEMBERS),
  membersOmitted: count,
});
export type DigestDocument = Parsed<typeof DIGEST_DOCUMENT>;
