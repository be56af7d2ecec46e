import { evaluateCoverage } from '../../functions/coverage/coverage.ts';
import { nothingKnown } from '../../functions/coverage/exposure/exposure.ts';
import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import { identify } from '../../functions/review/entry-identity.ts';
import { TAG } from '../../functions/review/words/mode.ts';
import { egress, ingress, SETTINGS } from '../fixtures/network-acls.ts';
import type { Choices } from './choices.ts';
import type { RegionModel } from './region-model.ts';

/** What an operator, or another tool, does to a network ACL. */
interface Action {
  readonly name: string;
  /** The EC2 action of the event that it causes; undefined: it causes none. */
  readonly event: string | undefined;
  readonly act: (region: RegionModel, networkAcl: NetworkAcl) => void;
}

const [SSH] = ingress('100 allow tcp 22 0.0.0.0/0');
const [HTTPS] = ingress('110 allow tcp 443 203.0.113.0/24');
const [FIX] = egress('200 allow tcp 1024-65535 0.0.0.0/0');
const [TAKEN] = egress('100 allow tcp 443 0.0.0.0/0');
const [DENY_ALL] = egress('50 deny all 0.0.0.0/0');
const [DENY_LATE] = egress('300 deny tcp 1024-65535 0.0.0.0/0');
const [DENY_HOST] = egress('60 deny tcp 1024-65535 198.51.100.7/32');

const add = (entry: NetworkAcl['entries'][number] | undefined): Action => ({
  name: entry ? `add ${identify(entry)}` : '',
  event: 'CreateNetworkAclEntry',
  act: (region, { networkAclId }) => void (entry && region.add(networkAclId, entry)),
});
const remove = (direction: 'ingress' | 'egress', ruleNumber: number): Action => ({
  name: `delete ${direction} ${ruleNumber}`,
  event: 'DeleteNetworkAclEntry',
  act: (region, { networkAclId }) => region.remove(networkAclId, direction, ruleNumber),
});
const tag = (value: string | undefined): Action => ({
  name: `set the tag to ${value}`,
  event: undefined,
  act: (region, { networkAclId }) =>
    region.change(networkAclId, { tags: value === undefined ? {} : { [TAG]: value } }),
});

/** From another's hand. */
const ADD_PLANNED: Action = {
  name: 'add what the guard would add first',
  event: 'CreateNetworkAclEntry',
  act: (region, networkAcl) => {
    const [planned] = evaluateCoverage(networkAcl, nothingKnown('turned-off'), SETTINGS).writable;
    if (planned) region.add(networkAcl.networkAclId, planned);
  },
};
/** Terraform with inline rules: what it does not know goes. */
const DELETE_EGRESS: Action = {
  name: 'delete all egress entries',
  event: 'DeleteNetworkAclEntry',
  act: (region, { networkAclId, entries }) =>
    region.change(networkAclId, { entries: entries.filter(({ direction }) => direction === 'ingress') }),
};

type Actions = readonly [Action, ...Action[]];

const ACTIONS: Actions = [
  add(SSH),
  add(HTTPS),
  add(FIX),
  ADD_PLANNED,
  add(TAKEN),
  add(DENY_ALL),
  add(DENY_LATE),
  add(DENY_HOST),
  remove('ingress', 100),
  remove('ingress', 110),
  remove('egress', 100),
  remove('egress', 200),
  remove('egress', 50),
  DELETE_EGRESS,
  tag('notify'),
  tag('ignore'),
  tag('IGNORE'),
  tag('remediate'),
  tag(undefined),
  {
    name: 'give it to Firewall Manager',
    event: undefined,
    act: (region, { networkAclId }) => region.change(networkAclId, { tags: { FMManaged: 'true' } }),
  },
  {
    name: 'take it from its subnet',
    event: 'ReplaceNetworkAclAssociation',
    act: (region, { networkAclId }) => region.change(networkAclId, { subnetIds: [], inUse: false }),
  },
  {
    name: 'give it to a subnet',
    event: 'ReplaceNetworkAclAssociation',
    act: (region, { networkAclId }) =>
      region.change(networkAclId, { subnetIds: ['subnet-0b1a2c3d'], inUse: true }),
  },
  {
    name: 'delete it',
    event: 'DeleteNetworkAcl',
    act: (region, { networkAclId }) => region.delete(networkAclId),
  },
];

/** What operators and tools do: anything, or what a weather brings. */
export const HABITS = {
  any: ACTIONS,
  fight: [DELETE_EGRESS],
  race: [add(TAKEN), add(DENY_LATE), ADD_PLANNED, tag('notify'), remove('ingress', 100)],
  throttled: [ADD_PLANNED, ...ACTIONS],
  outage: [add(SSH), add(FIX), DELETE_EGRESS],
} as const satisfies Record<string, Actions>;

/** Does something to the network ACL, if it exists. @returns the EC2 action of the event that follows */
export function actOnce(
  choices: Choices,
  region: RegionModel,
  networkAclId: string,
  hasHappened: (line: string) => void,
  actions: Actions = ACTIONS,
): string | undefined {
  const { name, event, act } = choices.of(actions);
  const networkAcl = region.current(networkAclId);
  if (networkAcl === undefined) return undefined;
  hasHappened(`operators: ${name}`);
  act(region, networkAcl);
  return event;
}
