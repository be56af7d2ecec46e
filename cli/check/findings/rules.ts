/** What `check` finds. The ids are a contract: each has a page in docs/rules/. */
export const RULE_IDS = [
  'replies-blocked',
  'own-replies-blocked',
  'deny-never-takes-effect',
  'no-verdict',
] as const;
export type RuleId = (typeof RULE_IDS)[number];

/** What a rule is about, in one sentence each. */
export interface RuleText {
  readonly title: string;
  readonly meaning: string;
  readonly help: string;
}

export const RULE_TEXTS: Readonly<Record<RuleId, RuleText>> = {
  'replies-blocked': {
    title: 'A network ACL blocks replies to clients',
    meaning:
      'Inbound rules let connections in, but outbound rules do not let the replies out to the ephemeral ports of the clients. The connections time out.',
    help: 'Add the outbound rule that the message names.',
  },
  'own-replies-blocked': {
    title: 'A network ACL blocks replies to outgoing connections',
    meaning:
      'Outbound rules let connections out, but inbound rules do not let the replies in. Outgoing connections time out.',
    help: 'Add an inbound rule for the ports that the message names.',
  },
  'deny-never-takes-effect': {
    title: 'A deny rule never takes effect',
    meaning: 'Rules with lower numbers decide every packet that the deny rule matches.',
    help: 'Give the deny rule a lower number, or remove it.',
  },
  'no-verdict': {
    title: 'A network ACL cannot be evaluated',
    meaning: 'A value is known only after apply, or rules are missing from the input.',
    help: 'Give the value as a literal or a variable, or add the missing rules to the input.',
  },
};
