import type { NetworkAclEntry } from '../../../functions/coverage/network-acl-entry.ts';
import type { CheckedNetworkAcl } from '../checked.ts';
import { renderChangedHeadline } from '../findings/difference.ts';
import { type CheckFinding, LEVELS, type Level } from '../findings/finding.ts';
import { renderAddition, renderMatchOf, sideOf } from './additions.ts';
import { addressOf, placeOf, regionOf, showableName } from './names.ts';

/** A network ACL of a group. */
export interface GroupedNetworkAcl {
  readonly name: string | undefined;
  /** The address in a plan or a template, else the id. */
  readonly id: string;
  readonly hasAddress: boolean;
  readonly place: string | undefined;
  readonly file: string | undefined;
  readonly line: number | undefined;
}

/** Findings with one cause: a reader fixes causes, not network ACLs. */
export interface Group {
  readonly level: Level;
  readonly region: string | undefined;
  /** With what a plan does to it. */
  readonly headline: string;
  /** Only without a verdict: what is known besides. */
  readonly causes: readonly string[];
  readonly advice: readonly string[];
  readonly members: GroupedNetworkAcl[];
  /** The missing rules, each with its number where all members have the same. */
  additions: readonly string[];
}

/** Findings, grouped. Equal ones are those that read the same: level, region, headline and the rules to add. */
export class Groups {
  readonly #byKey = new Map<string, Group>();

  add(checked: CheckedNetworkAcl, finding: CheckFinding): void {
    const { level, advice, entries } = finding;
    const headline = renderChangedHeadline(finding);
    const causes = level === 'unknown' ? finding.causes : [];
    const { file, line } = checked.source;
    const region = regionOf(checked);
    const matches = entries.map(renderUnnumbered);
    const key = JSON.stringify([level, region, headline, causes, advice, matches]);
    const member = {
      name: showableName(checked),
      id: addressOf(checked),
      hasAddress: checked.source.address !== undefined,
      place: placeOf(checked),
      file,
      line,
    };
    const group = this.#byKey.get(key);
    const additions = entries.map(renderAddition);
    if (group === undefined) {
      this.#byKey.set(key, { level, region, headline, causes, advice, members: [member], additions });
      return;
    }
    group.members.push(member);
    if (group.additions.join() !== additions.join()) group.additions = matches;
  }

  /** Worst first, then the largest. */
  get worstFirst(): Group[] {
    return [...this.#byKey.values()].sort(
      (one, other) =>
        LEVELS.indexOf(one.level) - LEVELS.indexOf(other.level) || other.members.length - one.members.length,
    );
  }
}

function renderUnnumbered(entry: NetworkAclEntry): string {
  return `${sideOf(entry)} ${renderMatchOf(entry)}`;
}
