import type { InterfaceOwner } from '../../coverage/exposure/exposure.ts';
import type { Alert, EvaluationAlert } from '../../review/words/alert.ts';
import type { Digest, DigestMember } from '../../review/words/digest.ts';
import type { Impact, Target } from '../../review/words/impact.ts';
import { cutText, toLine, toPlain } from './plain-text.ts';

/** Characters of a name. A name leads a message, and its beginning says most. */
const LONGEST_NAME = 40;

/** What mail programs and chats make a link or a mention of. */
const LINK = /:\/\/|www\.|@/i;
/** The same, and what they take for markup. */
const MARKUP = /:\/\/|www\.|[@<>|`]|\]\(/i;

/** The session names of IAM Identity Center are the addresses of its users: no caller chooses them. */
const IDENTITY_CENTER = /^arn:[\w-]+:sts::\d{12}:assumed-role\/AWSReservedSSO_[\w+=,.@-]+\/[\w+=,.@-]+$/;

/**
 * An alert as every form may show it. Whoever may call EC2 chooses names, tags, user agents and session names: no such
 * text controls a screen, and none becomes a link, a mention or markup.
 */
export function toShowable(untrusted: Alert): Alert {
  const { accountName, ...alert } = untrusted;
  const shown = toShowableName(accountName);
  return toPlain({ ...withShowableNames(alert), ...(shown && { accountName: shown }) }, breakMarkup);
}

/** As {@link toShowable}. */
export function toShowableDigest(untrusted: Digest): Digest {
  const groups = untrusted.groups.map(group => ({
    ...group,
    members: group.members.map(withShowableMemberNames),
  }));
  const hub = untrusted.hub && {
    ...untrusted.hub,
    accountNames: toShowableNames(untrusted.hub.accountNames),
  };
  return toPlain({ ...untrusted, groups, ...(hub && { hub }) }, breakMarkup);
}

function toShowableNames(names: ReadonlyMap<string, string>): ReadonlyMap<string, string> {
  const shown = [...names].flatMap(([id, given]) => {
    const name = toShowableName(given);
    return name ? [[id, name] as const] : [];
  });
  return new Map(shown);
}

function withShowableMemberNames({ name, vpcName, ...member }: DigestMember): DigestMember {
  const [shown, shownVpc] = [name, vpcName].map(toShowableName);
  return {
    ...member,
    targets: member.targets.map(withShowableName),
    ...(shown && { name: shown }),
    ...(shownVpc && { vpcName: shownVpc }),
  };
}

function withShowableNames(alert: Alert): Alert {
  if (alert.kind === 'cannot-evaluate') return withShowableLastName(alert);
  const { Name, ...otherTags } = alert.networkAcl.tags;
  const name = toShowableName(Name);
  const tags = { ...otherTags, ...(name && { Name: name }) };
  const gaps = alert.coverage.gaps.map(gap => ({ ...gap, behind: gap.behind.map(withShowableName) }));
  return {
    ...alert,
    networkAcl: { ...alert.networkAcl, tags },
    coverage: { ...alert.coverage, gaps },
    names: toShowableNames(alert.names),
    impacts: alert.impacts.map(withShowableTargets),
    ...('left' in alert && alert.left && { left: withShowableTargets(alert.left) }),
  };
}

function withShowableLastName({ lastKnownName, ...alert }: EvaluationAlert): EvaluationAlert {
  const shown = toShowableName(lastKnownName);
  return { ...alert, ...(shown && { lastKnownName: shown }) };
}

/** Others describe interfaces, too. */
function withShowableName(owner: InterfaceOwner): InterfaceOwner {
  return { ...owner, name: toShowableName(owner.name) ?? 'without a name' };
}

function withShowableTargets(impact: Impact): Impact {
  const { targets, groups } = impact;
  const toTarget = ({ type, id, name }: Target): Target => {
    const shown = toShowableName(name);
    return { type, id: toShowableName(id) ?? 'without a name', ...(shown && { name: shown }) };
  };
  return {
    ...impact,
    targets: { ...targets, shown: targets.shown.map(toTarget) },
    groups: {
      ...groups,
      shown: groups.shown.map(group => ({ ...group, name: toShowableName(group.name) ?? '' })),
    },
  };
}

/** The name, cut; undefined where it is no mere name, so that the id is shown alone. */
export function toShowableName(name: string | undefined): string | undefined {
  if (!name || MARKUP.test(name) || toLine(name) !== name) return undefined;
  return cutText(name.trim(), LONGEST_NAME);
}

/** The text such that it can be read and copied, but not clicked: `https[:]//www[.]example[.]com`. */
function breakMarkup(text: string): string {
  if (IDENTITY_CENTER.test(text)) return text;
  return text
    .replaceAll(/\S+/g, word => (LINK.test(word) ? breakLink(word) : word))
    .replaceAll(/<(?![=\s])/g, '(')
    .replaceAll('|', '/')
    .replaceAll('`', "'")
    .replaceAll('](', '] (');
}

function breakLink(word: string): string {
  return word
    .replaceAll('://', '[:]//')
    .replaceAll('@', '[at]')
    .replaceAll(/\.(?=\w)/g, '[.]');
}
