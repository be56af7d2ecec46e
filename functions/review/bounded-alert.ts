import type { Coverage } from '../coverage/coverage.ts';
import type { InterfaceOwner } from '../coverage/exposure/exposure.ts';
import type { Gap } from '../coverage/gaps.ts';
import type { NetworkAcl } from '../coverage/network-acl.ts';
import type { CoverageAlert } from './words/alert.ts';
import type { Done } from './words/done.ts';
import { PORTS_TAG, TAG } from './words/mode.ts';
import { isOwnerTag } from './words/owner.ts';

/** Owners of interfaces that a gap keeps; messages name four. */
const OWNERS_OF_GAP = 10;
/** Of all gaps of a network ACL, which can have hundreds. */
const MOST_OWNERS = 1_000;
/** Security groups that a gap keeps. */
const GROUPS_OF_GAP = 10;
/** UTF-16 code units of a name; messages show forty. */
const LONGEST_NAME = 100;
const SHOWN_TAGS = new Set(['Name', TAG, PORTS_TAG]);

/**
 * The alert without what no message has room for. An item of the findings table has at most 400 kB, and what cannot be
 * recorded is not reported: a subnet with a thousand security groups would hide a gap, or a write.
 */
export function toBoundedAlert<Any extends CoverageAlert>(alert: Any): Any {
  return {
    ...alert,
    networkAcl: boundTags(alert.networkAcl),
    coverage: boundGaps(alert.coverage),
    names: new Map([...alert.names].map(([id, name]) => [id, cutName(name)])),
    ...('done' in alert && { done: boundDone(alert.done) }),
  };
}

function boundDone(done: Done): Done {
  if (done.did === 'nothing') return done;
  return { ...done, after: boundTags(done.after), coverageAfter: boundGaps(done.coverageAfter) };
}

/** A network ACL has up to 50 tags, of 128 and 256 characters. */
function boundTags(networkAcl: NetworkAcl): NetworkAcl {
  const kept = Object.entries(networkAcl.tags).filter(([key]) => SHOWN_TAGS.has(key) || isOwnerTag(key));
  return { ...networkAcl, tags: Object.fromEntries(kept) };
}

function boundGaps(coverage: Coverage): Coverage {
  let left = MOST_OWNERS;
  const gaps = coverage.gaps.map(gap => {
    const behind = gap.behind.slice(0, Math.min(left, OWNERS_OF_GAP)).map(boundOwner);
    left -= behind.length;
    return { ...gap, behind, acceptedBy: gap.acceptedBy.slice(0, GROUPS_OF_GAP) } satisfies Gap;
  });
  return { ...coverage, gaps };
}

function boundOwner(owner: InterfaceOwner): InterfaceOwner {
  return { ...owner, name: cutName(owner.name) };
}

/** The beginning of the name. No character is halved. @param most - UTF-16 code units */
export function cutName(name: string, most = LONGEST_NAME): string {
  return name.slice(0, most).replace(/[\uD800-\uDBFF]$/, '');
}
