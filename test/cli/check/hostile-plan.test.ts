import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkFix } from '../../fixtures/fixes.ts';
import { hostileText } from '../../fixtures/hostile-text.ts';
import { block, plan, refers } from '../../fixtures/terraform-plan.ts';
import { createFolder, run } from './program.ts';

const file = createFolder();
/** Plans for each format. */
const PLANS = Number(process.env.FILES ?? 200);

/** A plan whose keys, tags and references are others' texts. */
function hostilePlan(key: string, tag: string, reference: string): object {
  const written = JSON.stringify(key).replaceAll(/[$%](?=\{)/g, '$&$&');
  const after = (more: object) => ({
    ingress: [block(100, 22, 22)],
    egress: [],
    tags: { Name: tag },
    ...more,
  });
  const resource = (type: string, address: string, more: object) => ({
    address,
    after: after(more),
    expressions: type === 'inline' ? { ingress: refers(reference), egress: refers() } : {},
  });
  const json = plan([
    resource('inline', 'aws_network_acl.inline', {}),
    resource('own', 'aws_network_acl.own', {}),
    {
      address: 'aws_network_acl_rule.r',
      after: { rule_number: 1 },
      unknown: { network_acl_id: true, cidr_block: true },
      expressions: { network_acl_id: refers('aws_network_acl.own'), cidr_block: refers(reference) },
    },
  ]);
  return JSON.parse(JSON.stringify(json), (name, value) =>
    name === 'address' && /\.(inline|own)$/.test(value) ? `module.m[${written}].${value}[${written}]` : value,
  );
}

it.each(['cli', 'terraform', 'cloudformation'])(
  '--fix %s of a plan with hostile texts is only what is meant',
  async format => {
    let fixed = 0;
    await fc.assert(
      fc.asyncProperty(hostileText, hostileText, hostileText, async (...texts) => {
        const { status, stdout, stderr } = await run([
          file('plan.json', hostilePlan(...texts)),
          '--fix',
          format,
        ]);
        expect([1, 2]).toContain(status);
        expect(stderr).not.toMatch(/TypeError|RangeError| {4}at /);
        checkFix(format, stdout);
        if (/^(?:egress|resource)/m.test(stdout)) fixed += 1;
      }),
      { numRuns: PLANS },
    );
    if (format === 'terraform') expect(fixed).toBeGreaterThan(0);
  },
);
