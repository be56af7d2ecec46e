import type { RegisteredMember } from '../../../functions/review/registry.ts';
import { type CheckResult, resultsOf } from '../check-result.ts';
import type { HubContext } from './context.ts';

const { ok, warning } = resultsOf('proven');

/** Something that only AWS itself can show, and what shows it. */
interface Proof {
  /** The members that could show it. */
  readonly among: (member: RegisteredMember, hub: HubContext['hub']) => boolean;
  readonly isShown: (member: RegisteredMember) => boolean;
  readonly shown: string;
  readonly open: string;
  readonly step: string;
}

const isOtherAccount: Proof['among'] = ({ account }, hub) => account !== hub.account;
const isOtherRegion: Proof['among'] = ({ region }, hub) => region !== hub.region;

/** What no emulator shows: docs/organisation.md, "What only an account shows". */
const PROOFS: readonly Proof[] = [
  {
    among: isOtherAccount,
    isShown: ({ heardAt }) => heardAt !== undefined,
    shown: 'events of other accounts arrive on the bus of the hub',
    open: 'no event of another account has arrived yet',
    step: 'change a network ACL of a member, or wait for its heartbeat',
  },
  {
    among: isOtherRegion,
    isShown: ({ heardAt }) => heardAt !== undefined,
    shown: 'events of other regions arrive on the bus of the hub',
    open: 'no event of another region has arrived yet',
    step: 'in GovCloud and China each region needs a hub of its own (docs/organisation.md)',
  },
  {
    among: isOtherAccount,
    isShown: ({ registeredAt }) => registeredAt !== undefined,
    shown: "a deployment of a member's stack registers it",
    open: "no deployment of a member's stack has registered it: a change or a heartbeat did",
    step: 'update the stack of a member, and look here again',
  },
  {
    among: isOtherAccount,
    isShown: ({ heartbeatAt }) => heartbeatAt !== undefined,
    shown: 'heartbeats, which come from a schedule, arrive too',
    open: 'no heartbeat of another account has arrived yet',
    step: 'wait for a day; a stack with an empty HeartbeatSchedule sends none',
  },
  {
    among: isOtherAccount,
    isShown: ({ lastSweep }) => lastSweep !== undefined,
    shown: 'the hub assumes its role in other accounts, within the conditions of its policy',
    open: 'the hub has not read another account yet',
    step: 'wait for the next sweep, or start one (docs/operations.md#the-sweep)',
  },
];

/** What the registry proves of that which only an account can tell. Nothing where no member could show it. */
export function checkProven(
  members: readonly RegisteredMember[],
  { hub }: Pick<HubContext, 'hub'>,
): CheckResult[] {
  return PROOFS.flatMap(({ among, isShown, shown, open, step }) => {
    const some = members.filter(member => among(member, hub));
    if (some.length === 0) return [];
    return [some.some(isShown) ? ok(shown) : warning(open, step)];
  });
}
