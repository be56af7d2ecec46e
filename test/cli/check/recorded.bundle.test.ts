import { spawnSync } from 'node:child_process';
import { expect, it } from 'vitest';
import { configItem, configItems, snapshot } from '../../fixtures/config-items.ts';
import { group, networkInterface, subnet, vpc } from '../../fixtures/ec2-surroundings.ts';
import { acl, createFolder, SSH } from './program.ts';

const file = createFolder();

it('the bundle reads what AWS Config recorded, and names what is malformed', () => {
  const items = configItems({
    NetworkAcls: [acl('acl-1', SSH), acl('acl-2', { ...SSH, RuleAction: 'block' })],
    NetworkInterfaces: [networkInterface(1)],
    SecurityGroups: [group('sg-1')],
    Subnets: [subnet('subnet-1')],
    Vpcs: [vpc()],
  });
  const path = file(
    'snapshot.json',
    snapshot([...items, configItem('Subnets', subnet('subnet-2', { CidrBlock: '10' }))]),
  );
  const args = ['dist/check/index.mjs', 'check', path, '--json'];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  expect(stderr.trimEnd().split('\n')).toEqual([
    `${path}: acl-2 ingress rule 100: RuleAction is "block", expected allow or deny`,
    `${path}: subnet-2: CidrBlock is "10", expected an IPv4 CIDR block`,
  ]);
  const [result, ...others] = JSON.parse(stdout).networkAcls;
  expect([status, others]).toEqual([2, []]);
  expect([result.networkAclId, result.severity, result.assumptions.exposure]).toEqual([
    ...['acl-1', 'low', 'known'],
  ]);
});
