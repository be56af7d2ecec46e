import { type Evidence, isCertain, strongest } from './evidence.ts';
import { type Acceptance, acceptedPorts, isSpecific, toSpecificPorts } from './exposure/acceptance.ts';
import { type NetworkAclEntry, type Transport, toMatch } from './network-acl-entry.ts';
import { type Admission, type Statement, toStatement } from './requests.ts';
import { hasSome, intersect, isEmpty, NO_PORTS, type PortSet, subtract } from './space/port-set.ts';
import type { SamePorts } from './unanswered.ts';
import type { WriteRestraint } from './write-restraint.ts';

/** What is known about services, beside what applies at an area. */
export interface ServiceFacts {
  readonly transport: Transport;
  /** The request entries that only let answers in. */
  readonly receivers: ReadonlySet<NetworkAclEntry>;
  /** Whether it is known what the interfaces accept, and that there are none. */
  readonly exposure: 'unknown' | 'known' | 'no-interfaces';
}

/** That some port of an area is a service. */
export interface Service {
  readonly evidence: Evidence;
  /** The request entries that admit the service, by rule number. */
  readonly admittedBy: readonly NetworkAclEntry[];
  /** Those of them for which the evidence is certain. */
  readonly certainBy: readonly NetworkAclEntry[];
  /** Those of these that name the service, so that the guard may write for it. */
  readonly statedBy: readonly NetworkAclEntry[];
  /** What accepts it. */
  readonly acceptedBy: readonly Acceptance[];
  /** Why the guard may not write for it; undefined: it may. */
  readonly restraint: WriteRestraint | undefined;
}

/** What is believed of the ports that one entry admits. */
interface Belief {
  readonly entry: NetworkAclEntry;
  readonly evidence: Evidence;
  readonly acceptedBy: readonly Acceptance[];
  readonly restraint: WriteRestraint | undefined;
}

/** The service at areas where these ports are admitted and accepted; undefined: none. */
export function toService(
  admissions: readonly Admission[],
  acceptances: readonly Acceptance[],
  same: SamePorts,
  facts: ServiceFacts,
): Service | undefined {
  const beliefs = admissions
    .map(one => toBelief(one, acceptances, same, facts))
    .filter(belief => belief !== undefined);
  if (beliefs.length === 0) return undefined;
  const evidence = strongest(beliefs.map(one => one.evidence));
  // Beside a service that is accepted, what nothing accepts is none.
  const counted = beliefs.filter(one => one.evidence !== 'unaccepted' || evidence === 'unaccepted');
  // Stryker disable next-line MethodExpression: a plan asks again which of them are certain as a whole
  const certain = counted.filter(one => isCertain(one.evidence));
  return {
    evidence,
    admittedBy: counted.map(({ entry }) => entry),
    certainBy: certain.map(({ entry }) => entry),
    statedBy: certain.filter(({ restraint }) => restraint === undefined).map(({ entry }) => entry),
    acceptedBy: [...new Set(counted.flatMap(({ acceptedBy }) => acceptedBy))],
    restraint: toLeastRestraint(certain),
  };
}

/** Whether there is some service, whatever the evidence. */
export function isServed(
  admissions: readonly Admission[],
  acceptances: readonly Acceptance[],
  same: SamePorts,
  facts: ServiceFacts,
): boolean {
  return admissions.some(one => toBelief(one, acceptances, same, facts) !== undefined);
}

/** One entry for which the guard may write is enough. */
function toLeastRestraint(beliefs: readonly Belief[]): WriteRestraint | undefined {
  const restraints = new Set(beliefs.map(({ restraint }) => restraint));
  if (restraints.has(undefined)) return undefined;
  return restraints.has('exposure-unread') ? 'exposure-unread' : 'security-groups-only';
}

/** Whether it is certain that all that the entry admits there is a service, if nothing in front of it denies that. */
export function isCertainAt(
  entry: NetworkAclEntry,
  acceptances: readonly Acceptance[],
  facts: ServiceFacts,
): boolean {
  // Stryker disable next-line OptionalChaining: the entry admits a service of the transport, so it matches
  const ports = toMatch(entry, facts.transport)?.ports ?? NO_PORTS;
  const acceptedBy = acceptances.filter(one => accepts(one, entry, ports, facts.transport));
  return isCertain(toEvidence(toStatement(entry, facts.transport, facts.receivers), acceptedBy, facts));
}

function toBelief(
  { entry, answerable }: Admission,
  acceptances: readonly Acceptance[],
  same: SamePorts,
  facts: ServiceFacts,
): Belief | undefined {
  const { transport } = facts;
  const offered = subtract(answerable, same.ports);
  if (isEmpty(offered)) return undefined;
  const statement = toStatement(entry, transport, facts.receivers);
  const accepting = (part: PortSet) => acceptances.filter(one => accepts(one, entry, part, transport));
  const accepted = accepting(offered);
  const evidence = toEvidence(statement, accepted, facts);
  if (evidence === undefined) return undefined;
  // What no entry states is a service at the ports of specific rules alone.
  const isStated = statement !== 'none';
  const acceptedBy = isStated
    ? accepted
    : accepting(intersect(offered, toSpecificPorts(accepted, transport)));
  const named = statement === 'named' ? subtract(answerable, same.byEntriesAlone) : [];
  // Stryker disable next-line StringLiteral: among several, only `exposure-unread` is asked about
  if (isEmpty(named)) return { entry, evidence, acceptedBy, restraint: 'security-groups-only' };
  // Stryker disable next-line ConditionalExpression,EqualityOperator: saves time
  const isSame = same.byEntriesAlone === same.ports;
  const isSure = facts.exposure !== 'known' || (isSame ? accepted : accepting(named)).some(isResolved);
  return { entry, evidence, acceptedBy, restraint: isSure ? undefined : 'exposure-unread' };
}

/** Whether it accepts some of the ports from where the entry lets clients in. */
function accepts(
  acceptance: Acceptance,
  { cidrBlock }: NetworkAclEntry,
  ports: PortSet,
  transport: Transport,
): boolean {
  if (acceptance.by === 'no-group') return true;
  if (acceptance.needsNarrowEntry && cidrBlock.prefixLength === 0) return false;
  const accepted = acceptedPorts(acceptance, transport);
  // Stryker disable next-line ConditionalExpression: areas have acceptances of their own transport only
  return accepted !== undefined && hasSome(ports, accepted);
}

export function isResolved(acceptance: Acceptance): boolean {
  return acceptance.by === 'no-group' || acceptance.isResolved;
}

function toEvidence(
  statement: Statement,
  acceptedBy: readonly Acceptance[],
  { exposure }: ServiceFacts,
): Evidence | undefined {
  if (acceptedBy.some(isSpecific)) return 'accepted';
  if (statement === 'named' && acceptedBy.some(({ by }) => by === 'rule')) return 'accepted';
  if (statement === 'none') return undefined;
  if (exposure === 'unknown' || acceptedBy.length > 0) return statement;
  return statement === 'named' && exposure === 'no-interfaces' ? 'named' : 'unaccepted';
}
