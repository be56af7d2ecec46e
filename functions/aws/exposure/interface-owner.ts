import type { InterfaceKind, InterfaceOwner } from '../../coverage/exposure/exposure.ts';

/** What EC2 says about what an interface belongs to. */
export interface OwnerFields {
  /** EC2's InterfaceType. */
  readonly type: string;
  readonly description: string;
  /** Of the instance that it is attached to. */
  readonly instanceId?: string | undefined;
}

/** The kinds that EC2's InterfaceType names. SDKs know NAT gateways by another word than the API answers with. */
const KIND_BY_TYPE: Readonly<Record<string, InterfaceKind>> = {
  nat_gateway: 'nat-gateway',
  natGateway: 'nat-gateway',
  load_balancer: 'load-balancer',
  network_load_balancer: 'network-load-balancer',
  gateway_load_balancer_endpoint: 'gateway-load-balancer-endpoint',
  transit_gateway: 'transit-gateway',
  lambda: 'lambda',
};

interface KnownDescription {
  readonly pattern: RegExp;
  /** Where the type is only `interface`. */
  readonly kind: InterfaceKind;
  readonly type: InterfaceOwner['type'];
}

/**
 * How AWS's services describe their interfaces; the first group is the name. Seen in accounts: of Application and Classic
 * Load Balancers, RDS and older functions nothing but the description says what they are.
 */
const KNOWN_DESCRIPTIONS: readonly KnownDescription[] = [
  { pattern: /^ELB net\/([^/]+)\//, kind: 'network-load-balancer', type: 'load balancer' },
  { pattern: /^ELB gwy\/([^/]+)\//, kind: 'other', type: 'load balancer' },
  { pattern: /^ELB (?:app\/)?([^/]+)(?:\/|$)/, kind: 'load-balancer', type: 'load balancer' },
  {
    pattern: /^AWS Lambda VPC ENI-?(.+?)(?:-[\da-f]{8}(?:-[\da-f]{4,12}){0,4})?$/,
    kind: 'lambda',
    type: 'function',
  },
  { pattern: /^Interface for NAT Gateway (nat-\w+)/, kind: 'nat-gateway', type: 'NAT gateway' },
  {
    pattern: /^Network Interface for Transit Gateway Attachment (tgw-attach-\w+)/,
    kind: 'transit-gateway',
    type: 'interface',
  },
  { pattern: /^VPC Endpoint Interface (vpce-\w+)/, kind: 'other', type: 'endpoint' },
  { pattern: /^(RDSNetworkInterface)$/, kind: 'other', type: 'database' },
];

/** Characters of a description that serve as a name. */
const LONGEST_NAME = 64;

/** What coverage treats differently. */
export function toKind({ type, description }: OwnerFields): InterfaceKind {
  const known = KIND_BY_TYPE[type];
  if (known !== undefined) return known;
  if (type !== 'interface') return 'other';
  return KNOWN_DESCRIPTIONS.find(({ pattern }) => pattern.test(description))?.kind ?? 'other';
}

/** The name under which operators know it; without one the interface's id. */
export function toOwner(fields: OwnerFields, networkInterfaceId: string): InterfaceOwner {
  const { description, instanceId } = fields;
  for (const { pattern, type } of KNOWN_DESCRIPTIONS) {
    const name = pattern.exec(description)?.[1];
    if (name !== undefined)
      return { type, name: type === 'database' ? networkInterfaceId : name.slice(0, LONGEST_NAME) };
  }
  if (instanceId !== undefined) return { type: 'instance', name: instanceId };
  // Fargate describes its interfaces by an ARN, which no one knows them by.
  const isName = description !== '' && !description.startsWith('arn:');
  return { type: 'interface', name: isName ? description.slice(0, LONGEST_NAME) : networkInterfaceId };
}
