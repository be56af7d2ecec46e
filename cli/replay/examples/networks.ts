import { toNetwork } from './network.ts';

const EVERYWHERE = '0.0.0.0/0';
const PUBLIC = { 'subnet-0a1b2c3d4e5f60001': 'public-a', 'subnet-0a1b2c3d4e5f60002': 'public-b' };
/** Ten network blocks that are denied in both directions of nothing: they only take rule numbers. */
const FILLED = Array.from(
  { length: 20 },
  (_, index) => `out ${10 * (index + 1)} allow tcp 5432 10.1.${index}.0/24`,
);

const WEB = {
  id: 'acl-0a1b2c3d4e5f60718',
  name: 'web-public',
  subnets: PUBLIC,
  interfaces: ['ELB app/shop-web/50dc6c495c0c9188'],
  group: { name: 'shop-web-alb', rules: [`tcp 80 ${EVERYWHERE}`, `tcp 443 ${EVERYWHERE}`] },
};
const WEB_RULES = [
  `in 100 allow tcp 80 ${EVERYWHERE}`,
  `in 110 allow tcp 443 ${EVERYWHERE}`,
  `in 120 allow tcp 1024-65535 ${EVERYWHERE}`,
  `out 100 allow tcp 443 ${EVERYWHERE}`,
];
const BASTION = {
  id: 'acl-0b2c3d4e5f6071829',
  name: 'bastion',
  subnets: { 'subnet-0a1b2c3d4e5f60001': 'public-a' },
  interfaces: ['i-0a11b22c33d44e55f', 'i-0b22c33d44e55f66a'],
  instances: { 'i-0a11b22c33d44e55f': 'bastion-1', 'i-0b22c33d44e55f66a': 'bastion-2' },
  group: { name: 'bastion-ssh', rules: ['tcp 22 203.0.113.0/24'] },
};
const SSH = `in 100 allow tcp 22 ${EVERYWHERE}`;

/** The network ACLs of the examples. */
export const NETWORKS = {
  web: toNetwork({ ...WEB, rules: WEB_RULES }),
  'web, fixed': toNetwork({ ...WEB, rules: [...WEB_RULES, `out 110 allow tcp 1024-65535 ${EVERYWHERE}`] }),
  bastion: toNetwork({ ...BASTION, rules: [SSH] }),
  'bastion, fixed': toNetwork({ ...BASTION, rules: [SSH, 'out 100 allow tcp 1024-65535 203.0.113.0/24'] }),
  'bastion, full': toNetwork({
    ...BASTION,
    rules: [SSH, ...FILLED, 'in 200 allow tcp 1024-65535 10.1.0.0/16'],
  }),
  api: toNetwork({
    id: 'acl-0c3d4e5f607182930',
    name: 'api-public',
    subnets: PUBLIC,
    rules: [`in 100 allow tcp 443 ${EVERYWHERE}`, `out 140 allow tcp 32768-65535 ${EVERYWHERE}`],
    interfaces: ['ELB app/shop-api/50dc6c495c0c9189'],
    group: { name: 'shop-api-alb', rules: [`tcp 443 ${EVERYWHERE}`] },
  }),
  app: toNetwork({
    id: 'acl-0e5f6071829304152',
    name: 'app-private',
    subnets: { 'subnet-0a1b2c3d4e5f60003': 'app-a', 'subnet-0a1b2c3d4e5f60004': 'app-b' },
    rules: [
      'in 100 allow tcp 8080 10.0.0.0/8',
      `out 100 allow tcp 443 ${EVERYWHERE}`,
      'out 110 allow tcp 1024-65535 10.0.0.0/8',
    ],
    interfaces: Array.from(
      { length: 14 },
      (_, index) => `i-0c33d44e55f66a7${String(index).padStart(2, '0')}`,
    ),
    group: { name: 'app', rules: ['tcp 8080 10.0.0.0/8'] },
  }),
} as const;
