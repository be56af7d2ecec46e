import type { TerraformCode } from './code.ts';
import { ASSOCIATION_TYPE, NETWORK_ACL_TYPES, type Resource, RULE_TYPE } from './resource.ts';
import type { Moment } from './rules.ts';

/** What a plan or state says about one network ACL. */
export interface OwnedRules {
  readonly before: Resource[];
  readonly after: Resource[];
  /** Rules that may be of this network ACL or of another. */
  readonly perhaps: Resource[];
}

/** The network ACLs of a plan or state, with the rules that belong to them. */
export interface Owners {
  readonly managed: ReadonlyMap<Resource, OwnedRules>;
  /** Of network ACLs that are managed elsewhere, by the id or the expression that names them. */
  readonly elsewhere: ReadonlyMap<string, OwnedRules>;
  /** Those to which an association resource gives a subnet. */
  readonly associated: ReadonlySet<Resource>;
}

/** Links each rule to its network ACL: by id where it is known, else by what the code refers to. */
export function toOwners(resources: readonly Resource[], code: TerraformCode): Owners {
  const networkAcls = resources.filter(isNetworkAcl);
  const byId = { before: toIds(networkAcls, 'before'), after: toIds(networkAcls, 'after') };
  const managed = new Map(networkAcls.map(each => [each, createRules()]));
  const elsewhere = new Map<string, OwnedRules>();
  const add = (owner: Resource | string, rule: Resource, as: keyof OwnedRules) => {
    const known = typeof owner === 'string' ? elsewhere.get(owner) : managed.get(owner);
    const rules = known ?? createRules();
    if (known === undefined && typeof owner === 'string') elsewhere.set(owner, rules);
    rules[as].push(rule);
  };
  for (const rule of resources.filter(({ type }) => type === RULE_TYPE)) {
    for (const moment of ['before', 'after'] as const) {
      const owners = toNetworkAcls(rule, moment, byId[moment], code);
      for (const owner of owners) add(owner, rule, owners.length > 1 ? 'perhaps' : moment);
    }
  }
  const associations = resources.filter(({ type }) => type === ASSOCIATION_TYPE);
  const used = associations.flatMap(each => toNetworkAcls(each, 'after', byId.after, code));
  return { managed, elsewhere, associated: new Set(used.filter(each => typeof each !== 'string')) };
}

/** Several where the code does not show which; the id or expression of one that is managed elsewhere. */
function toNetworkAcls(
  resource: Resource,
  moment: Moment,
  byId: ReadonlyMap<unknown, Resource>,
  code: TerraformCode,
): (Resource | string)[] {
  const values = resource[moment];
  if (values === undefined) return [];
  const { network_acl_id: id } = values;
  if (typeof id === 'string' && id !== '') return [byId.get(id) ?? id];
  const target = code.networkAclOf(resource);
  return target.kind === 'resources' ? [...target.resources] : [target.text];
}

export function isNetworkAcl({ type }: Resource): boolean {
  return NETWORK_ACL_TYPES.some(each => each === type);
}

/** The default network ACL goes by two ids, which are the same in AWS. */
function toIds(networkAcls: readonly Resource[], moment: Moment): Map<unknown, Resource> {
  const named = networkAcls.flatMap(each =>
    ['id', 'default_network_acl_id'].map(field => [each[moment]?.[field], each] as const),
  );
  return new Map(named.filter(([id]) => typeof id === 'string' && id !== ''));
}

function createRules(): OwnedRules {
  return { before: [], after: [], perhaps: [] };
}
