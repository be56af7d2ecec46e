import type { Area, Ground } from './areas.ts';
import { DIRECTIONS, type Direction, type Entry, inRange, TRANSPORTS, type Transport } from './entry.ts';
import { EVIDENCE, type Evidence, findServing, type Serving, type Setting, toKnowledge } from './evidence.ts';
import { type Decision, decidePort, matchesAt } from './first-match.ts';
import { type Sides, toReceivers, toSides } from './services.ts';

/** A port that is taken for a service at an area. */
export interface Service {
  readonly port: number;
  /** The request entries that admit it. */
  readonly serving: readonly Serving[];
  /** The strongest of them. */
  readonly evidence: Evidence | undefined;
  /** The network ACL alone names it: without the security groups, too, it would be a service of such evidence. */
  readonly isNamedAlone: boolean;
}

/** The replies of one transport to one area. */
export interface Replies {
  readonly direction: Direction;
  readonly transport: Transport;
  readonly area: Area;
  readonly services: readonly Service[];
  /** Of the strongest of the services; undefined: there is none, so that no reply is required. */
  readonly evidence: Evidence | undefined;
  /** What becomes of a reply to each representative port, required or not; in ingress only where some is required. */
  readonly decisions: ReadonlyMap<number, Decision>;
  /** The representative ports that are required, each with the number of ports that it stands for. */
  readonly required: ReadonlyMap<number, number>;
}

export function judgeAllReplies(ground: Ground): Replies[] {
  return DIRECTIONS.flatMap(direction => {
    const sides = toSides(ground.it.entries, direction);
    return TRANSPORTS.flatMap(transport => {
      const receivers = toReceivers(sides.requests, transport);
      const judged = new Map<string, Omit<Replies, 'area'>>();
      return ground.areas.map(area => {
        const setting = toSetting(ground, direction, transport, area, sides, receivers);
        const key = toKey(setting);
        const replies = judged.get(key) ?? judgeReplies(ground, direction, setting);
        judged.set(key, replies);
        return { ...replies, area };
      });
    });
  });
}

function toSetting(
  ground: Ground,
  direction: Direction,
  transport: Transport,
  area: Area,
  sides: Sides,
  receivers: ReadonlySet<Entry>,
): Setting {
  const isMet = (entry: Entry) => matchesAt(entry, area.family, transport, area.address);
  return {
    transport,
    area,
    requests: sides.requests.filter(isMet),
    replies: sides.replies.filter(isMet),
    receivers,
    knowledge: toKnowledge(ground, direction),
    isReachedFromVpcOnly: ground.isReachedFromVpcOnly,
  };
}

/** Areas where all that is judged is alike are judged once. */
function toKey({ area, requests, replies }: Setting): string {
  const numbers = (entries: readonly Entry[]) => entries.map(({ ruleNumber }) => ruleNumber);
  return [
    area.family,
    area.isOwn,
    area.isInVpc,
    numbers(requests),
    numbers(replies),
    area.callable,
    area.acceptances.map(({ index }) => index),
  ].join(' ');
}

function judgeReplies(ground: Ground, direction: Direction, setting: Setting): Omit<Replies, 'area'> {
  const { transport, area, replies } = setting;
  const ports = ground.ports[transport];
  const services = area.isOwn ? [] : findServices(setting, ports.keys());
  const evidence = strongest(services);
  const isRequired = (port: number) => ground.it.settings.required.some(range => inRange(range, port));
  // Nothing is planned in ingress, so that its other packets do not matter.
  const asked = evidence === undefined && direction === 'ingress' ? [] : [...ports.keys()];
  return {
    direction,
    transport,
    services,
    evidence,
    decisions: new Map(asked.map(port => [port, decidePort(replies, port)])),
    required: new Map(evidence === undefined ? [] : [...ports].filter(([port]) => isRequired(port))),
  };
}

function findServices(setting: Setting, ports: Iterable<number>): Service[] {
  const { requests } = setting;
  if (!requests.some(({ action }) => action === 'allow')) return [];
  return [...ports].flatMap(port => {
    const serving = findServing(setting, port);
    if (serving.length === 0) return [];
    const alone = findServing({ ...setting, knowledge: 'unknown' }, port);
    return [{ port, serving, evidence: strongest(serving), isNamedAlone: strongest(alone) === 'named' }];
  });
}

function strongest(all: readonly { readonly evidence: Evidence | undefined }[]): Evidence | undefined {
  return EVIDENCE.find(one => all.some(({ evidence }) => evidence === one));
}

/** What denies the reply to the port, where it is required and denied. */
export function denialOf({ required, decisions }: Replies, port: number) {
  const decision = decisions.get(port);
  return decision?.action === 'deny' && required.has(port) ? decision : undefined;
}

export function isMissing(replies: Replies, port: number): boolean {
  return denialOf(replies, port)?.kind === 'default';
}

export function hasDenial(replies: Replies): boolean {
  return [...replies.required.keys()].some(port => denialOf(replies, port) !== undefined);
}

/** The request entries that a gap of the areas names, as rule numbers in ascending order. */
export function admittingAt(judged: readonly Replies[]): number[] {
  return [...new Set(servingAt(judged).map(({ ruleNumber }) => ruleNumber))].sort((a, b) => a - b);
}

/** The security groups that a gap of the areas names, in ascending order. */
export function acceptingAt(judged: readonly Replies[]): string[] {
  return [...new Set(servingAt(judged).flatMap(({ acceptedBy }) => acceptedBy))].sort();
}

/** The interfaces whose services a gap of the areas cuts off, in ascending order. */
export function behindAt(judged: readonly Replies[]): number[] {
  return [...new Set(servingAt(judged).flatMap(({ behind }) => behind))].sort((a, b) => a - b);
}

/** What nothing accepts is named where there is nothing else. */
function servingAt(judged: readonly Replies[]): Serving[] {
  return judged.flatMap(({ services, evidence }) =>
    services
      .flatMap(({ serving }) => serving)
      .filter(one => one.evidence !== 'unaccepted' || evidence === 'unaccepted'),
  );
}
