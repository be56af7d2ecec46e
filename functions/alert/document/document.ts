import { CLIENT_PORTS, type Client } from '../../coverage/clients.ts';
import type { Parsed } from '../../parsing/definition.ts';
import { described, list, nullable, object, optional } from '../../parsing/structures.ts';
import { flag, integer, knownOr, number, oneOf, text } from '../../parsing/values.ts';
import { ALERT_KINDS } from '../../review/words/alert-kind.ts';
import { MODES } from '../../review/words/mode.ts';
import {
  direction,
  GAP,
  NETWORK_ACL,
  port,
  ruleNumber,
  severity,
  textOrNull,
  texts,
} from './document-parts.ts';
import { MOST_GAPS, MOST_RULES } from './limits.ts';
import { DETAIL, STEP } from './report-parts.ts';

const clientInBoth = {
  client: knownOr(Object.keys(CLIENT_PORTS) as Client[]),
  name: described('For readers, such as `Windows`.', text),
  ...{ fromPort: port, toPort: port },
  replies: described('Null: no replies are required.', nullable(knownOr(['allowed', 'partial', 'blocked']))),
};
const CLIENT = object({
  ...clientInBoth,
  deniedShare: described('Of its ports, at the worst address; 0 to 1.', nullable(number(0, 1))),
});

const changeInBoth = {
  action: described('The EC2 action, such as `CreateNetworkAclEntry`.', text),
  target: described('What was changed, such as `inbound rule 100`.', textOrNull),
  ...{ actor: textOrNull, sourceAddress: textOrNull },
  tool: described('Such as `Terraform`, where it is recognised.', textOrNull),
  userAgent: textOrNull,
  at: described('ISO 8601, UTC.', textOrNull),
  eventId: described("CloudTrail's id of the event.", textOrNull),
};
const CHANGE = object({
  ...changeInBoth,
  rule: described('The rule that was changed.', nullable(object({ direction, ruleNumber: integer(0) }))),
});
export type DocumentChange = Parsed<typeof CHANGE>;

const RULE = object({
  ...{ direction, ruleNumber, action: knownOr(['allow', 'deny']) },
  protocol: described("IANA's number, or -1 for all.", integer(-1, 255)),
  cidr: text,
  ...{ fromPort: nullable(port), toPort: nullable(port) },
  text: described('Such as `110 allow tcp 1024-65535 to 0.0.0.0/0`.', text),
});
export type DocumentRule = Parsed<typeof RULE>;

const guardInBoth = {
  did: described('What the guard did, or why it did nothing; a sentence each.', texts),
  undo: described('The commands that remove what it added.', texts),
};
const GUARD = object({
  ...guardInBoth,
  added: described('The first of the rules that it added.', list(RULE, MOST_RULES)),
  addedOmitted: integer(0),
  reason: described(
    'Why it added nothing, or nothing more.',
    nullable(object({ kind: text, code: described("EC2's error code.", textOrNull), tag: textOrNull })),
  ),
});

const fixInBoth = {
  cli: described('Commands of the AWS CLI, in the order in which they are to be run.', texts),
  notes: described('Why no command fixes it, or not all of it.', texts),
};
const FIX = object({
  ...fixInBoth,
  sentences: described('What to do, in words that fit any tool.', texts),
  isNeeded: described('False: there is nothing to do.', flag),
  steps: described('The same in the language of the tool of the change, and as commands.', list(STEP)),
  next: described('What comes next by itself.', texts),
  terraform: described('The same as resources; empty where there are none, or too many.', text),
  cloudformation: text,
  rules: described('The first of the rules that are missing.', list(RULE, MOST_RULES)),
  rulesOmitted: integer(0),
  tool: described('The tool of the change, with which to fix it.', textOrNull),
});

const inBoth = {
  id: described('The same for the same problem: a repeated alert can be recognised.', text),
  kind: knownOr(ALERT_KINDS),
  severity: described('How bad it is, or, where it is fixed, was.', severity),
  status: described('Of outbound replies.', knownOr(['covered', 'gap', 'unknown'])),
  mode: knownOr(MODES),
  ...{ account: text, region: text },
  title: described('The subject of the email: at most 99 characters of ASCII.', text),
  summary: described('What is wrong, or no longer is, and for whom.', text),
  since: described('When it was first seen, ISO 8601, UTC.', text),
  networkAcl: NETWORK_ACL,
  denied: described('What is denied, for readers, and indented below why.', list(text, 25)),
  bars: described('The port axis of what is hit, for readers, in a font of fixed width.', texts),
  changes: described('What is new and what is gone since the last alert.', texts),
  links: object({
    networkAcl: described('In the console.', text),
    change: described("In CloudTrail's event history.", textOrNull),
  }),
};

/**
 * An alert as a versioned JSON document, for programs: what functions and queues that subscribe to the topic get, and
 * what the Slack function renders. Fields are added, never changed or removed, within a version. What is not known is
 * null. Every text is on one line, but for code, without control characters; in what others wrote, nothing is a link.
 *
 * The type, the parser and docs/alert.schema.json come from this definition.
 */
export const ALERT_DOCUMENT = object({
  version: oneOf(['2']),
  ...inBoth,
  accountName: described('Where a hub knows it.', textOrNull),
  headline: described('The impact in one sentence.', text),
  lines: described('The impact, who changed what and why replies are denied: sentences, a line each.', texts),
  cause: described('Why replies are denied.', textOrNull),
  changeText: described('Who changed what.', textOrNull),
  details: described('What is behind it, why it counts, who is hit; a line each.', list(DETAIL)),
  mute: described('How to mute alerts about the network ACL.', textOrNull),
  ingressSeverity: described('Of inbound replies.', nullable(severity)),
  gaps: described('Of both directions.', list(GAP, MOST_GAPS)),
  gapsOmitted: integer(0),
  clients: list(CLIENT),
  noEffect: described(
    'The allow rule that the change created and that never takes effect.',
    nullable(
      object({
        direction,
        ruleNumber,
        decidedBy: described('The deny rule that decides first.', ruleNumber),
      }),
    ),
  ),
  exposure: described('Whether interfaces and security groups were read.', textOrNull),
  change: described(
    'The change that led to the review; of several, the one that explains the gaps.',
    nullable(CHANGE),
  ),
  guard: GUARD,
  fix: FIX,
  unreadable: described(
    'Why the network ACL could not be evaluated.',
    nullable(object({ kind: text, code: textOrNull, field: textOrNull, found: textOrNull })),
  ),
});
export type AlertDocument = Parsed<typeof ALERT_DOCUMENT>;

/**
 * What versions 1 and 2 have in common: all that Slack and chats show. A message that the topic delivered before an
 * upgrade is therefore still shown after it.
 */
export const SHOWN_DOCUMENT = object({
  version: oneOf(['2', '1']),
  ...inBoth,
  // Absent in what an earlier version published.
  accountName: optional(textOrNull),
  ...{ headline: optional(text), lines: optional(texts), details: optional(list(DETAIL)) },
  clients: list(object({ ...clientInBoth, deniedShare: optional(nullable(number(0, 1))) })),
  change: nullable(object(changeInBoth)),
  guard: object(guardInBoth),
  fix: object({
    ...fixInBoth,
    ...{ sentences: optional(texts), steps: optional(list(STEP)), next: optional(texts) },
  }),
});
export type ShownDocument = Parsed<typeof SHOWN_DOCUMENT>;
