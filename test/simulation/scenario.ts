import { renderEntry } from '../../functions/alert/words/entry-text.ts';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import { addedEntries, type Finding } from '../../functions/review/finding.ts';
import type { ReviewSettings } from '../../functions/review/interfaces.ts';
import type { Alert } from '../../functions/review/words/alert.ts';
import { TAG } from '../../functions/review/words/mode.ts';
import { egress, ingress, networkAcl } from '../fixtures/network-acls.ts';
import { Choices } from './choices.ts';
import { findViolations } from './invariants.ts';
import { Schedule, type ScriptedAction } from './schedule.ts';
import { Script, type Step } from './script.ts';

const SECOND = 1_000;
const CREATE = 'CreateNetworkAclEntry';
const DELETE = 'DeleteNetworkAclEntry';

/** What a scenario led to. */
export interface Ending {
  /** What operators heard, in order: the kind of each alert, and the entries that it says the guard added. */
  readonly heard: readonly string[];
  readonly alerts: readonly Alert[];
  /** What is on record in the end. */
  readonly finding: Finding | undefined;
  /** The egress entries in the end. */
  readonly rules: readonly string[];
  /** How many entries the guard created. */
  readonly writes: number;
  readonly violations: readonly string[];
  /** What happened, a line each. */
  readonly lines: readonly string[];
}

/** A schedule that follows a script, not chance: by default all goes well, and nothing happens by itself but two daily sweeps. */
export class Scenario {
  readonly #start: NetworkAcl;
  readonly #settings: Partial<ReviewSettings>;
  readonly #script = new Script();
  readonly #actions: ScriptedAction[] = [];
  #schedule: Schedule | undefined;

  /** A network ACL that lets SSH in, and has the given egress entries. */
  constructor(
    settings: Partial<ReviewSettings> = {},
    egressLines: readonly string[] = [],
    tag: string | undefined = undefined,
  ) {
    const tags: Record<string, string> = tag === undefined ? {} : { [TAG]: tag };
    const entries = [...ingress('100 allow tcp 22 0.0.0.0/0'), ...egress(...egressLines)];
    this.#start = networkAcl(entries, { tags });
    this.#settings = { mode: 'remediate', ...settings };
  }

  /** An event about the network ACL, as after a change that is in it already. */
  event(seconds: number): this {
    return this.#then(seconds, () => this.#change(CREATE, () => {}));
  }

  sweep(seconds: number): this {
    return this.#then(seconds, schedule => schedule.sweep(0));
  }

  /** Operators add an egress entry. */
  adds(seconds: number, line: string): this {
    return this.#then(seconds, this.adding(line));
  }

  /** Operators, or another tool, delete an egress entry. */
  deletes(seconds: number, ruleNumber: number): this {
    return this.#then(seconds, this.deleting(ruleNumber));
  }

  /** What happens at the nth such call of the function, counted over all of its invocations. */
  at(name: 'guard' | 'sweep', call: string, nth: number, step: Step): this {
    this.#script.at(name, call, nth, step);
    return this;
  }

  /** The same fault at several calls, from the first to the last. */
  atEach(name: 'guard' | 'sweep', call: string, first: number, last: number, step: Step): this {
    for (let nth = first; nth <= last; nth += 1) this.at(name, call, nth, step);
    return this;
  }

  /** To be used as a step's `act`. */
  adding(line: string): () => void {
    return () =>
      this.#change(CREATE, schedule => {
        const [entry] = egress(line);
        if (entry) schedule.region.add(this.#start.networkAclId, entry);
      });
  }

  deleting(ruleNumber: number): () => void {
    return () =>
      this.#change(DELETE, schedule =>
        schedule.region.remove(this.#start.networkAclId, 'egress', ruleNumber),
      );
  }

  async run(): Promise<Ending> {
    const scripted = { start: this.#start, script: this.#script, actions: this.#actions };
    const schedule = new Schedule(Choices.recorded([]), this.#settings, scripted);
    this.#schedule = schedule;
    await schedule.run();
    if (this.#script.left.length > 0)
      throw new Error(`never happened: ${this.#script.left.join(', ')}\n${schedule.story.lines.join('\n')}`);
    const { story, region, table } = schedule;
    return {
      heard: story.published.map(({ alert }) => describe(alert)),
      alerts: story.published.map(({ alert }) => alert),
      finding: table.findings[0],
      rules: (region.current(this.#start.networkAclId)?.entries ?? [])
        .filter(({ direction }) => direction === 'egress')
        .map(renderEntry),
      writes: story.writes.length,
      violations: findViolations(schedule),
      lines: story.lines,
    };
  }

  #then(seconds: number, act: ScriptedAction['act']): this {
    this.#actions.push({ at: seconds * SECOND, act });
    return this;
  }

  #change(eventName: string, change: (schedule: Schedule) => void): void {
    const schedule = this.#schedule;
    schedule?.change(eventName, () => change(schedule));
  }
}

/** Such as `remediated: 100 allow tcp 1024-65535 0.0.0.0/0`. */
function describe(alert: Alert): string {
  const added = addedEntries(alert).map(renderEntry);
  return added.length === 0 ? alert.kind : `${alert.kind}: ${added.join(', ')}`;
}
