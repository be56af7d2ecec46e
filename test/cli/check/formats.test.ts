import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { Ajv } from 'ajv';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { validateXML } from 'xmllint-wasm';
import project from '../../../package.json' with { type: 'json' };
import { hostileText } from '../../fixtures/hostile-text.ts';
import { acl, createFolder, entry, HALF, named, REPLIES, run, SEED, SSH, thirty } from './program.ts';

const file = createFolder();
const ignored = { 'nacl-ephemeral-guard': 'ignore' };

/** The official schema is of draft 4, of which Ajv knows all but the names of some parts. */
function sarifValidator() {
  const {
    $schema: _,
    id: __,
    ...schema
  } = JSON.parse(readFileSync('test/fixtures/schemas/sarif-2.1.0.json', 'utf8'));
  const ajv = new Ajv({
    allErrors: true,
    strict: false,
    unicodeRegExp: false,
    formats: { uri: true, 'uri-reference': /^[\w.~:/?#[\]@!$&'()*+,;=%-]*$/, 'date-time': true },
  });
  return ajv.compile(schema);
}
const validateSarif = sarifValidator();

async function runSarif(args: readonly string[]) {
  const { stdout, status } = await run([...args, '--format', 'sarif']);
  const log = JSON.parse(stdout);
  validateSarif(log);
  expect(validateSarif.errors ?? []).toEqual([]);
  expect(stdout).not.toContain('""');
  return { status, results: log.runs[0].results, driver: log.runs[0].tool.driver };
}

describe('SARIF', () => {
  it('names the file, the network ACL, and the fix; the first sentence is the headline', async () => {
    const { status, results } = await runSarif([SEED]);
    expect(status).toBe(1);
    expect(results).toEqual([
      {
        ruleId: 'replies-blocked',
        ruleIndex: 0,
        level: 'error',
        message: {
          text: 'All SSH (tcp/22) connections time out. Inbound rule 100 allows tcp/22 from 0.0.0.0/0. No outbound rule allows replies to tcp 1024-65535. Add outbound rule 100: allow tcp 1024-65535 to 0.0.0.0/0. Evidence: inbound rule 100 names the ports; security groups were not given.',
        },
        locations: [
          {
            physicalLocation: { artifactLocation: { uri: SEED }, region: { startLine: 1 } },
            logicalLocations: [{ fullyQualifiedName: 'acl-0a1b2c3d4e5f60718', kind: 'resource' }],
          },
        ],
        partialFingerprints: { primaryLocationLineHash: expect.stringMatching(/^[\da-f]{32}:1$/) },
        properties: { severity: 'high', deniedShare: 1 },
      },
    ]);
  });

  it('has every rule, the worst result first, and no result of what is muted', async () => {
    const { results, driver } = await runSarif([file('thirty.json', thirty())]);
    const levels = results.map(({ level }: { level: string }) => level);
    expect(levels.slice(0, 8)).toEqual([...Array(4).fill('error'), ...Array(4).fill('warning')]);
    expect(new Set(levels.slice(8))).toEqual(new Set(['note', 'warning']));
    expect(results).toHaveLength(11);
    const pages = driver.rules.map(({ id }: { id: string }) => readFileSync(`docs/rules/${id}.md`, 'utf8'));
    expect(pages).toHaveLength(4);
  });

  it('shows what is muted as suppressed, with --all', async () => {
    const { results } = await runSarif([file('muted.json', named('acl-1', 'lab', [SSH], ignored)), '--all']);
    expect(results[0].suppressions).toEqual([{ kind: 'external', justification: 'muted' }]);
  });

  it('keeps the fingerprint of a gap in another file, and not of another gap', async () => {
    const hash = async (name: string, ...entries: object[]) => {
      const { results } = await runSarif([file(name, acl('acl-1', ...entries))]);
      return results[0].partialFingerprints.primaryLocationLineHash;
    };
    expect(await hash('one.json', SSH)).toBe(await hash('other.json', SSH));
    expect(await hash('one.json', SSH)).not.toBe(await hash('one.json', SSH, HALF));
  });
});

describe('GitHub annotations', () => {
  it('are errors and warnings at the file, the worst first, and the counts', async () => {
    const { stdout } = await run([
      file('a.json', [acl('acl-1', SSH, HALF), named('acl-2', 'web', [SSH])]),
      '--format',
      'github',
    ]);
    const lines = stdout
      .trimEnd()
      .split('\n')
      .map(line => line.replace(/file=[^,]+/, 'file=F'));
    expect(lines).toEqual([
      '::error file=F,title=web%3A all SSH connections time out::All SSH (tcp/22) connections time out. Inbound rule 100 allows tcp/22 from 0.0.0.0/0. No outbound rule allows replies to tcp 1024-65535.%0AAdd outbound rule 100: allow tcp 1024-65535 to 0.0.0.0/0.',
      '::warning file=F,title=acl-1%3A half of SSH connections from NAT time out::About half of the SSH (tcp/22) connections from clients behind NAT time out, at random. Inbound rule 100 allows tcp/22 from 0.0.0.0/0. No outbound rule allows replies to tcp 1024-32767.%0AAdd outbound rule 110: allow tcp 1024-32767 to 0.0.0.0/0.',
      '::notice title=nacl-ephemeral-guard::2 network ACLs: 1 high, 1 medium. Failed: 2 of 2 at or above medium (--fail-on).',
    ]);
  });

  it('are at most ten of a kind, and the tenth says how many are left', async () => {
    const many = Array.from({ length: 14 }, (_, index) => acl(`acl-${index}`, SSH));
    const { stdout } = await run([file('many.json', many), '--format', 'github']);
    const errors = stdout.split('\n').filter(line => line.startsWith('::error'));
    expect(errors).toHaveLength(10);
    expect(errors.at(-1)).toMatch(/%0AAnd 4 more: see the job summary\.$/);
    expect(errors.at(-2)).not.toContain('more: see');
  });
});

const JUNIT_SCHEMA = {
  fileName: 'junit.xsd',
  contents: readFileSync('test/fixtures/schemas/junit-10.xsd', 'utf8'),
};

async function expectJunit(xml: string) {
  const { errors } = await validateXML({
    xml: { fileName: 'report.xml', contents: xml },
    schema: JUNIT_SCHEMA,
  });
  expect(errors.map(({ message }) => message)).toEqual([]);
}

describe('JUnit', () => {
  it('has a test case for each network ACL', async () => {
    const { status, stdout } = await run([file('junit.json', thirty()), '--format', 'junit']);
    await expectJunit(stdout);
    expect(status).toBe(1);
    expect(stdout.match(/<testcase /g)).toHaveLength(30);
    expect(stdout.match(/<failure /g)).toHaveLength(8);
    expect(stdout).toContain(
      '<testsuite name="network ACLs" tests="30" failures="8" errors="0" skipped="1">',
    );
    expect(stdout).toContain('<skipped message="muted"/>');
  });
});

describe('markdown', () => {
  it('begins with a marker, and ends with the verdict', async () => {
    const { stdout } = await run([file('thirty.json', thirty()), '--format', 'markdown']);
    const lasting = stdout
      .replaceAll(/\(?\S*check-\w+\/thirty\.json\)?/g, 'thirty.json')
      .replace(`nacl-ephemeral-guard ${project.version}.`, 'nacl-ephemeral-guard VERSION.');
    await expect(lasting).toMatchFileSnapshot('example.md.txt');
    expect(stdout).toMatch(
      /^<!-- nacl-ephemeral-guard -->\n### Network ACLs: 4 high, 4 medium, 2 low, 1 muted of 30\n/,
    );
  });

  it('is one line of heading where all is well', async () => {
    const { stdout } = await run([file('well.json', acl('acl-1', SSH, REPLIES)), '--format', 'markdown']);
    expect(stdout).toBe(
      `<!-- nacl-ephemeral-guard -->\n### Network ACLs: all 1 covered\n\nnacl-ephemeral-guard ${project.version}. Passed: none of 1 at or above medium (--fail-on).\n`,
    );
  });

  it('fits into a comment, whatever is found', async () => {
    const many = Array.from({ length: 2_000 }, (_, index) =>
      named(`acl-${index}`, `name-${index}`.repeat(4), [entry(100, false, 1 + index, 1 + index)]),
    );
    const { stdout } = await run([file('comment.json', many), '--format', 'markdown']);
    expect(stdout.length).toBeLessThan(65_536);
    expect(stdout).toMatch(/\n\d+ more causes do not fit here\.\n/);
    expect(stdout).toContain('Failed: 2000 of 2000');
  });
});

describe('names and files that others choose', () => {
  const MARKUP = /[^\\]\|.*@|<script|<img|\]\(http|:\/\/|@\w/;

  it('are text in every format', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, hostileText, async (name, reason) => {
        const tags = { 'nacl-ephemeral-guard-ports': reason };
        const path = file('hostile.json', [named('acl-1', name, [SSH], tags), acl('acl-2', SSH)]);
        const output = async (format: string) => (await run([path, '--format', format])).stdout;
        await runSarif([path]);
        await expectJunit(await output('junit'));
        const markdown = await output('markdown');
        expect(markdown).not.toMatch(MARKUP);
        expect(markdown.match(/^\|/gm)?.length).toBeLessThanOrEqual(4);
        for (const line of (await output('github')).trimEnd().split('\n'))
          expect(line).toMatch(/^::(error|warning|notice) [^\r]*::[^\r]+$/);
      }),
      { numRuns: Number(process.env.FILES ?? 25) },
    );
  });
});

describe('HTML', () => {
  const rowsOf = (html: string) =>
    JSON.parse(/<script type="application\/json" id="rows">([\s\S]*?)<\/script>/.exec(html)?.[1] ?? '');

  it('is one page with all network ACLs, which loads nothing', async () => {
    const { status, stdout } = await run([file('page.json', thirty()), '--format', 'html']);
    expect(status).toBe(1);
    expect(rowsOf(stdout)).toHaveLength(30);
    expect(stdout).toContain('<title>30 network ACLs: 4 high, 4 medium, 2 low, 1 muted, 19 covered</title>');
    expect(stdout).not.toMatch(/<link|<img|<iframe|@import|url\(|<script src|\bimport\(|^import /m);
  });

  it('allows only its own style and script', async () => {
    const { stdout } = await run([SEED, '--format', 'html']);
    const hash = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
    const [, style = ''] = /<style>([\s\S]*?)<\/style>/.exec(stdout) ?? [];
    const [, script = ''] = /<script type="module">([\s\S]*?)<\/script>/.exec(stdout) ?? [];
    const policy = /Content-Security-Policy" content="([^"]*)"/.exec(stdout)?.[1]?.replaceAll('&#39;', "'");
    expect(policy).toBe(
      `default-src 'none'; style-src ${hash(style)}; script-src ${hash(script)}; base-uri 'none'; form-action 'none'`,
    );
  });

  it('has no markup of a name', async () => {
    await fc.assert(
      fc.asyncProperty(hostileText, async name => {
        const tags = { 'nacl-ephemeral-guard-ports': `</script>${name}` };
        const { stdout } = await run([
          file('name.json', named('acl-1', name, [SSH], tags)),
          '--format',
          'html',
        ]);
        expect(stdout.match(/<\/?script/g)).toHaveLength(4);
        expect(rowsOf(stdout)).toHaveLength(1);
      }),
      { numRuns: Number(process.env.FILES ?? 50) },
    );
  });
});
