import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { acl, createFolder, HALF, REPLIES, run, SSH } from './program.ts';

const file = createFolder();
const NOW = Date.UTC(2026, 10, 28, 12);
const DAY = 86_400_000;

/** A baseline that accepts what is wrong with these network ACLs. */
async function accepting(name: string, ...networkAcls: object[]) {
  const path = file(`${name}-baseline.json`, { version: 1, accepted: [] });
  const written = await run([file(`${name}.json`, networkAcls), '--write-baseline', path], { now: NOW });
  return { path, written, entries: JSON.parse(readFileSync(path, 'utf8')).accepted };
}

describe('--write-baseline', () => {
  it('writes what would fail, and accepts it at once', async () => {
    const { path, written, entries } = await accepting(
      'write',
      acl('acl-1', SSH),
      acl('acl-2', SSH, REPLIES),
    );
    expect(written.status).toBe(0);
    expect(written.stdout).toMatch(/^2 network ACLs: 1 accepted, 1 covered\n/);
    expect(written.stderr).toBe(`${path}: 1 finding is accepted\n`);
    expect(entries).toEqual([
      {
        fingerprint: expect.stringMatching(/^[\da-f]{32}$/),
        networkAcl: 'acl-1',
        reason: 'all SSH connections time out, accepted on 2026-11-28',
        until: '2027-02-26',
      },
    ]);
  });

  it('keeps the reasons of entries, and drops those that match nothing', async () => {
    const { path, entries } = await accepting('keep', acl('acl-1', SSH));
    const kept = { ...entries[0], reason: 'a lab', until: '2026-12-01' };
    const stale = { ...kept, fingerprint: '0'.repeat(32) };
    file('keep-baseline.json', { version: 1, accepted: [stale, kept] });
    await run([file('keep.json', acl('acl-1', SSH)), '--write-baseline', path], { now: NOW });
    expect(JSON.parse(readFileSync(path, 'utf8')).accepted).toEqual([kept]);
  });
});

describe('--baseline', () => {
  it.each<[string, object[], number, number, RegExp]>([
    ['accepts the same finding', [acl('acl-1', SSH)], 0, 0, /^$/],
    ['accepts it on its last day', [acl('acl-1', SSH)], 90, 0, /^$/],
    [
      'counts it again after that day',
      [acl('acl-1', SSH)],
      91,
      1,
      /: the entry of acl-1 expired on 2027-02-26 and counts again: all SSH/,
    ],
    [
      'does not accept another gap of the same network ACL',
      [acl('acl-1', SSH, HALF)],
      0,
      1,
      /: no finding matches the entry of acl-1 \(/,
    ],
    ['does not accept another network ACL', [acl('acl-1', SSH), acl('acl-3', SSH)], 0, 1, /^$/],
    [
      'names an entry that matches nothing',
      [acl('acl-1', SSH, REPLIES)],
      0,
      0,
      /: no finding matches the entry of acl-1 \([\da-f]{32}\): remove it\n$/,
    ],
  ])('%s', async (name, networkAcls, days, code, note) => {
    const { path } = await accepting(name, acl('acl-1', SSH));
    const now = NOW + days * DAY;
    const { status, stderr } = await run([file(`${name}.json`, networkAcls), '--baseline', path], { now });
    expect(status).toBe(code);
    expect(stderr).toMatch(note);
  });

  it.each<[string, string[]]>([
    ['--fail-on never fails nothing', ['--fail-on', 'never']],
    ['--fail-on high fails nothing medium', ['--fail-on', 'high']],
  ])('does not ask to remove an entry whose finding exists: %s', async (name, options) => {
    const { path } = await accepting(name, acl('acl-1', SSH, HALF));
    const { stderr } = await run(
      [file(`${name}.json`, acl('acl-1', SSH, HALF)), '--baseline', path, ...options],
      {
        now: NOW,
      },
    );
    expect(stderr).toBe('');
  });

  it('does not ask to remove an entry while a part of the input cannot be read', async () => {
    const { path } = await accepting('part', acl('acl-1', SSH));
    const { stderr } = await run(
      [file('part.json', '{'), file('other.json', acl('acl-2')), '--baseline', path],
      {
        now: NOW,
      },
    );
    expect(stderr).toMatch(/^[^\n]+part\.json: not JSON: [^\n]+\n$/);
  });

  it('is counted and reported by every format', async () => {
    const { path } = await accepting('formats', acl('acl-1', SSH));
    const output = async (format: string) =>
      (
        await run([file('formats.json', acl('acl-1', SSH)), '--baseline', path, '--format', format], {
          now: NOW,
        })
      ).stdout;
    expect(await output('table')).toContain('\nAccepted: 1 network ACL by the baseline\n');
    expect(JSON.parse(await output('json'))).toMatchObject({
      summary: { accepted: 1, failed: 0 },
      networkAcls: [{ accepted: true }],
    });
    expect(await output('junit')).toContain('<skipped message="accepted"/>');
    expect(JSON.parse(await output('sarif')).runs[0].results).toEqual([]);
  });

  const entry = { fingerprint: 'a'.repeat(32), networkAcl: 'web', reason: 'a lab', until: '2027-01-31' };
  it.each<[string, unknown, RegExp]>([
    ['no baseline', [], /: {2}?is \[\], expected an object|expected an object/],
    ['another version', { version: 2, accepted: [] }, /: version is 2, expected 1$/],
    [
      'no reason',
      { version: 1, accepted: [{ ...entry, reason: ' ' }] },
      /: accepted\[0\]\.reason is " ", expected a text$/,
    ],
    [
      'no day',
      { version: 1, accepted: [{ ...entry, until: '2027-02-30' }] },
      /until is "2027-02-30", expected a day such as 2027-01-31$/,
    ],
    [
      'no fingerprint',
      { version: 1, accepted: [{ ...entry, fingerprint: 'x' }] },
      /fingerprint is "x", expected 32 hexadecimal digits$/,
    ],
  ])('%s is one line and exit code 2', async (name, content, message) => {
    const args = [file('input.json', acl('acl-1', SSH)), '--baseline', file(`${name}.json`, content)];
    const { status, stdout, stderr } = await run(args);
    expect([status, stdout]).toEqual([2, '']);
    expect(stderr.trimEnd()).toMatch(message);
  });

  it('and --write-baseline exclude each other', async () => {
    const { status, stderr } = await run(['x.json', '--baseline', 'a', '--write-baseline', 'b']);
    expect([status, stderr]).toEqual([
      2,
      '--baseline and --write-baseline exclude each other: give one of them\n',
    ]);
  });
});

describe('-o', () => {
  it('writes the report to a file, and the counts to the terminal', async () => {
    const path = file('report.txt', 'before');
    const { status, stdout } = await run([file('o.json', acl('acl-1', SSH)), '--json', '-o', path]);
    expect([status, stdout]).toEqual([
      1,
      '1 network ACL: 1 high\nFailed: 1 of 1 at or above medium (--fail-on).\n',
    ]);
    expect(JSON.parse(readFileSync(path, 'utf8')).summary.high).toBe(1);
  });

  it('says why a file cannot be written', async () => {
    const { status, stderr } = await run([
      file('o.json', acl('acl-1', SSH)),
      '-o',
      '/no/such/folder/report.json',
    ]);
    expect([status, stderr]).toEqual([
      2,
      'cannot write /no/such/folder/report.json: there is no such folder\n',
    ]);
  });
});
