/** The lists of the describe calls, by the keys under which EC2 answers them. */
export const LISTS = ['NetworkAcls', 'NetworkInterfaces', 'SecurityGroups', 'Subnets', 'Vpcs'] as const;
export type ListName = (typeof LISTS)[number];

/** What files of describe calls have; the elements are not parsed yet. Their keys are those of EC2. */
export type DescribedLists = Readonly<Record<ListName, unknown[]>>;

export function emptyLists(): DescribedLists {
  return { NetworkAcls: [], NetworkInterfaces: [], SecurityGroups: [], Subnets: [], Vpcs: [] };
}
