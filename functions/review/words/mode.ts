/** What the operator lets the guard do about a gap: report, write where a tag says so, write unless a tag forbids it. */
export const MODES = ['notify', 'opt-in', 'remediate'] as const;
export type Mode = (typeof MODES)[number];

/** The tag with which operators say what the guard may do with one network ACL. */
export const TAG = 'nacl-ephemeral-guard';

/** What the tag can say; any other value allows reports only, as `notify` does. */
export const TAG_VALUES = ['remediate', 'notify', 'ignore'] as const;

/** The tag with which operators narrow the ports that replies must reach for one network ACL. */
export const PORTS_TAG = 'nacl-ephemeral-guard-ports';
