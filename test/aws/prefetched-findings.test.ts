import { describe, expect, it } from 'vitest';
import { PrefetchedFindings } from '../../functions/aws/prefetched-findings.ts';
import type { Finding } from '../../functions/review/finding.ts';
import { HOME } from '../fixtures/findings-in-memory.ts';
import { NOW, ReviewWorld } from '../fixtures/review-context.ts';

const keyOf = (networkAclId: string) => ({ ...HOME, networkAclId });
const finding = (networkAclId: string, revision: number): Finding => ({
  ...{ ...keyOf(networkAclId), since: NOW, pending: [], remediations: [], revision },
});

function start() {
  const world = new ReviewWorld();
  const findings = new PrefetchedFindings(world.findings);
  return { world, findings, networkAcls: findings.before(world.networkAcls) };
}

describe('prefetched findings', () => {
  it('are read with their network ACLs, once each', async () => {
    const { world, findings, networkAcls } = start();
    world.findings.put(finding('acl-1', 1));
    await networkAcls.read(['acl-1', 'acl-2']);
    expect(world.findings.idsRead).toEqual(['acl-1', 'acl-2']);
    expect(await findings.read(keyOf('acl-1'))).toMatchObject({ revision: 1 });
    expect(await findings.read(keyOf('acl-2'))).toBeUndefined();
    expect(world.findings.idsRead).toEqual(['acl-1', 'acl-2']);
  });

  it('are given once: the next reader gets what is on record then', async () => {
    const { world, findings, networkAcls } = start();
    world.findings.put(finding('acl-1', 1));
    await networkAcls.read(['acl-1']);
    await findings.read(keyOf('acl-1'));
    await findings.write(finding('acl-1', 2), finding('acl-1', 1));
    expect(await findings.read(keyOf('acl-1'))).toMatchObject({ revision: 2 });
    await findings.remove(keyOf('acl-1'));
    expect(await findings.read(keyOf('acl-1'))).toBeUndefined();
  });

  it('throw where they are asked for, not before', async () => {
    const { world, findings, networkAcls } = start();
    world.findings.error = new Error('table down');
    await networkAcls.read(['acl-1', 'acl-unused']);
    await new Promise(resolve => setImmediate(resolve));
    await expect(findings.read(keyOf('acl-1'))).rejects.toThrow('table down');
  });

  it('leave the other calls about network ACLs as they are', async () => {
    const { world, networkAcls } = start();
    world.named.set('vpc-1', 'main');
    expect(networkAcls).toMatchObject({ account: '123456789012', region: 'us-east-1', partition: 'aws' });
    expect([...(await networkAcls.names(['vpc-1']))]).toEqual([['vpc-1', 'main']]);
    expect(await networkAcls.list(undefined)).toEqual({ networkAcls: new Map() });
  });
});
