import { spawnSync } from 'node:child_process';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { group, networkInterface, subnet, vpc } from '../../fixtures/ec2-surroundings.ts';
import { checkFix } from '../../fixtures/fixes.ts';
import { hostileText } from '../../fixtures/hostile-text.ts';
import { acl, createFolder, HALF, run, SSH } from './program.ts';

const file = createFolder();

const DESCRIBED = {
  NetworkAcls: [
    { ...acl('acl-1', SSH, HALF), OwnerId: '123456789012', Tags: [{ Key: 'Name', Value: 'bastion' }] },
    acl('acl-2', SSH),
  ],
  NetworkInterfaces: [networkInterface(1)],
  SecurityGroups: [group('sg-1', { FromPort: 22, ToPort: 22, IpRanges: [{ CidrIp: '0.0.0.0/0' }] })],
  Subnets: [subnet('subnet-1')],
  Vpcs: [vpc()],
};

type Path = readonly (string | number)[];

/** Where there is a value in the JSON. */
function toPaths(value: unknown, path: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [path];
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [path, ...keys.flatMap(key => toPaths(Reflect.get(value, key), [...path, key]))];
}

function replaceAt(value: unknown, [key, ...rest]: Path, replacement: unknown): unknown {
  if (key === undefined) return replacement;
  const copy: object = Array.isArray(value) ? [...value] : { ...(value as object) };
  Object.defineProperty(copy, key, {
    value: replaceAt(Reflect.get(copy, key), rest, replacement),
    ...{ enumerable: true, configurable: true, writable: true },
  });
  return copy;
}

const PATHS = toPaths(DESCRIBED);
const hostileValue = fc.oneof(
  { weight: 6, arbitrary: hostileText },
  { weight: 1, arbitrary: fc.constantFrom(null, [], {}, 1e300, -1, 2 ** 53, true, [[[[]]]]) },
  { weight: 1, arbitrary: fc.dictionary(hostileText, hostileText) },
);
const replacement = fc.record({ path: fc.constantFrom(...PATHS), value: hostileValue });
const mutated = fc
  .array(replacement, { minLength: 1, maxLength: 2 })
  .map(replacements =>
    replacements.reduce<unknown>((json, { path, value }) => replaceAt(json, path, value), DESCRIBED),
  );

/** Files for each output; 20,000 take some minutes. */
const FILES = Number(process.env.FILES ?? 300);
const UNSEEN = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const TEXT = fc.oneof(
  mutated.map(json => JSON.stringify(json)),
  fc.tuple(mutated, fc.nat(2_000)).map(([json, end]) => JSON.stringify(json).slice(0, end)),
);
const OUTPUTS = [[], ['--json'], ...['cli', 'terraform', 'cloudformation'].map(form => ['--fix', form])];

/** What the form of the output is, whatever the input was. */
function checkForm(option: string, stdout: string): void {
  if (option === '--json') JSON.parse(stdout);
  else checkFix(option, stdout);
}

describe('check of hostile files', () => {
  it.each(OUTPUTS)(
    'ends with an exit code, one line for what it refuses, and nothing but its form: %s %s',
    async (...flags) => {
      const option = flags.at(-1) ?? 'table';
      const codes = new Set<number>();
      await fc.assert(
        fc.asyncProperty(TEXT, async content => {
          const { status, stdout, stderr } = await run([file('hostile.json', content), ...flags]);
          codes.add(status);
          expect([0, 1, 2]).toContain(status);
          expect(stdout.replaceAll('\n', '')).not.toMatch(UNSEEN);
          expect(stderr.replaceAll('\n', '')).not.toMatch(UNSEEN);
          expect(stderr).not.toMatch(/RangeError|TypeError| {4}at /);
          expect(stderr).toMatch(status === 2 ? /^(?:\S+hostile\.json: .+\n)+$/ : /^$/);
          // What cannot be read does not hide the others.
          if (stdout !== '') checkForm(option, stdout);
        }),
        { numRuns: FILES, examples: [[JSON.stringify(DESCRIBED)]] },
      );
      expect([...codes]).toEqual(expect.arrayContaining([1, 2]));
    },
  );

  it('shows names without what they could do to a terminal, and no name in a fix', async () => {
    const [first, second] = DESCRIBED.NetworkAcls;
    const Tags = [{ Key: 'Name', Value: 'a\u001b[2J\u009b1m\u202e\u200b\r\nPassed: $(id)' }];
    const path = file('named.json', { ...DESCRIBED, NetworkAcls: [{ ...first, Tags }, second] });
    // No mere name: the id is shown instead.
    expect((await run([path])).stdout).toMatch(/^HIGH {4}acl-2 .+\n/m);
    expect((await run([path])).stdout).not.toContain('$(id)');
    for (const form of ['cli', 'terraform', 'cloudformation'])
      expect((await run([path, '--fix', form])).stdout).not.toContain('$(id)');
  });

  it('prints Terraform that Terraform formats to the same, where it is installed', async context => {
    const { stdout } = await run([file('described.json', DESCRIBED), '--fix', 'terraform']);
    const formatted = spawnSync('terraform', ['fmt', '-'], { input: stdout, encoding: 'utf8' });
    if (formatted.error) context.skip('terraform is not installed');
    expect(formatted).toMatchObject({ status: 0, stdout });
  });
});
