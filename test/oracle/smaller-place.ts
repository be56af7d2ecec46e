import type { Group, KnownExposure, Place } from './case.ts';

/** Places that know a little less, for a case that is to be made smaller. */
export function toSmallerPlaces(place: Place): Place[] {
  const { exposure } = place;
  const poorer = [
    ...(place.vpcBlocks.length > 1 ? [{ ...place, vpcBlocks: place.vpcBlocks.slice(0, 1) }] : []),
    ...(place.subnetIds.length > 1 ? [withOneSubnet(place)] : []),
    ...[...place.subnetBlocks.keys()].map(id => ({
      ...place,
      subnetBlocks: new Map([...place.subnetBlocks].filter(([other]) => other !== id)),
    })),
  ];
  if (exposure.kind === 'unknown') return poorer;
  const unknown = { ...place, exposure: { kind: 'unknown', reason: 'turned-off' } as const };
  const lessExposed = toSmallerExposures(exposure).map(smaller => ({ ...place, exposure: smaller }));
  return [unknown, ...poorer, ...lessExposed];
}

function withOneSubnet(place: Place): Place {
  const subnetIds = place.subnetIds.slice(0, 1);
  const { exposure } = place;
  if (exposure.kind === 'unknown') return { ...place, subnetIds };
  const interfaces = exposure.interfaces.filter(({ subnetId }) => subnetIds.includes(subnetId));
  return { ...place, subnetIds, exposure: { ...exposure, interfaces } };
}

function toSmallerExposures(exposure: KnownExposure): KnownExposure[] {
  const { interfaces, clients, groups } = exposure;
  return [
    ...withoutEach(interfaces).map(fewer => ({ ...exposure, interfaces: fewer })),
    ...withoutEach(clients).map(fewer => ({ ...exposure, clients: fewer })),
    ...(exposure.hasInternetFacingNlb ? [{ ...exposure, hasInternetFacingNlb: false }] : []),
    ...interfaces.flatMap(one =>
      withoutEach(one.groupIds).map(groupIds => ({
        ...exposure,
        interfaces: interfaces.map(other => (other === one ? { ...one, groupIds } : other)),
      })),
    ),
    ...[...groups.values()].flatMap(group =>
      withoutEach(group.rules).map(rules => ({ ...exposure, groups: replaced(groups, { ...group, rules }) })),
    ),
  ];
}

function withoutEach<T>(all: readonly T[]): T[][] {
  return all.map(one => all.filter(other => other !== one));
}

function replaced(groups: ReadonlyMap<string, Group>, group: Group): Map<string, Group> {
  return new Map(groups).set(group.groupId, group);
}
