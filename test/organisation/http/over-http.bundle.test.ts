import { expect, it } from 'vitest';
import { runOverHttp } from './over-http.ts';

/** Through what `npm run build` built; `npm run test:organisation:http` sends 5,000 changes. */
it('the bundles lose nothing of four accounts and two regions, and use each role for its own', async () => {
  const { lost, twice, violations, outcomes, calls, reports } = await runOverHttp(150, 1);
  expect({ lost, twice, violations }).toEqual({ lost: 0, twice: 0, violations: [] });
  expect(outcomes).toMatchObject({
    pending: expect.any(Number),
    unreachable: expect.any(Number),
    refused: expect.any(Number),
  });
  expect(calls).toMatchObject({
    'DescribeNetworkAcls by reader': expect.any(Number),
    'DescribeNetworkAcls by the hub': expect.any(Number),
    'CreateNetworkAclEntry by remediator': expect.any(Number),
  });
  expect(reports).toBeGreaterThan(0);
}, 120_000);
