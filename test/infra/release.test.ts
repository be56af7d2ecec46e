import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { renderNotices } from '../../infra/release/notices.ts';
import { type BundledPackage, bundledPackages } from '../../infra/release/packages.ts';
import { writeRelease } from '../../infra/release/release.ts';
import { toSbom } from '../../infra/release/sbom.ts';

const bundled: string[] = JSON.parse(readFileSync('dist/bundled-files.json', 'utf8'));
const packages = await bundledPackages(bundled);
const PRODUCT = { name: 'product', version: '1.2.3', license: 'Apache-2.0' };

describe('the packages of the bundles', () => {
  test('are each named once, with a permissive licence', () => {
    const names = packages.map(({ name }) => name);
    expect(names).toEqual([...new Set(names)]);
    expect(names).toEqual(expect.arrayContaining(['@aws-sdk/client-ec2', '@middy/core', 'ipaddr.js']));
  });

  test('another licence is refused', async () => {
    const [file = ''] = bundled.filter(each => each.includes('node_modules/ipaddr.js/'));
    const odd = bundledPackages([file.replace('ipaddr.js', 'lightningcss')]);
    await expect(odd).rejects.toThrow(
      /lightningcss has the licence MPL-2.0, expected one of 0BSD, Apache-2.0/,
    );
  });
});

describe('the notices', () => {
  const one = (name: string, texts: string[], license = 'MIT'): BundledPackage => ({
    ...{ name, version: '1.0.0', license, holder: `the owner of ${name}`, texts },
  });

  test('have each text once, with the packages that it is of', () => {
    const text = renderNotices([
      one('a', ['Text  of\nall']),
      one('b', ['Text of all']),
      one('c', ['Another']),
    ]);
    expect(text).toContain('a 1.0.0 (MIT)\nb 1.0.0 (MIT)\n\nText  of\nall\n');
    expect(text.match(/Text\s+of\s+all/g)).toHaveLength(1);
    expect(text).toContain('c 1.0.0 (MIT)\n\nAnother\n');
  });

  test('have a text once where only the copyright differs, and each copyright notice', () => {
    const text = renderNotices([
      one('a', ['Terms\n\n   Copyright 2018 The Owner {of a}\n']),
      one('b', ['Terms\n\n   Copyright [2019] Another Owner\n']),
    ]);
    const names =
      'a 1.0.0 (MIT)\n  Copyright 2018 The Owner {of a}\nb 1.0.0 (MIT)\n  Copyright [2019] Another Owner';
    expect(text).toContain(`${names}\n\nTerms`);
    expect(text.match(/Terms/g)).toHaveLength(1);
  });

  test('have the text of MIT where the package names it only, and refuse other licences without text', () => {
    expect(renderNotices([one('a', [])])).toMatch(
      /Copyright \(c\) the owner of a\n\nPermission is hereby granted/,
    );
    expect(() => renderNotices([one('a', [], 'ISC')])).toThrow('a (ISC) has no text of its licence');
  });
});

test('the bill of materials names every package by its address in npm', () => {
  const sbom = toSbom(PRODUCT, packages, '2026-11-28T00:00:00.000Z');
  expect(sbom).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6', version: 1 });
  expect(sbom.components.map(({ purl }) => purl)).toEqual(sbom.dependencies[0]?.dependsOn);
  expect(sbom.components).toContainEqual(
    expect.objectContaining({
      name: '@aws-sdk/client-ec2',
      purl: expect.stringMatching(/^pkg:npm\/%40aws-sdk\/client-ec2@3\./),
      licenses: [{ license: { id: 'Apache-2.0' } }],
    }),
  );
});

describe('a release', async () => {
  const root = mkdtempSync(join(tmpdir(), 'release-'));
  afterAll(() => rmSync(root, { recursive: true }));
  for (const part of [
    'LICENSE',
    'CHANGELOG.md',
    'README.md',
    'package.json',
    'infra',
    'dist/check',
    'dist/THIRD-PARTY-NOTICES.txt',
  ])
    cpSync(part, join(root, part), { recursive: true });
  for (const folder of ['.serverless', 'dist']) mkdirSync(join(root, folder), { recursive: true });
  for (const name of ['guard', 'sweep', 'slack']) writeFileSync(join(root, `.serverless/${name}.zip`), name);
  for (const name of ['', '-member', '-stack-set'])
    writeFileSync(join(root, `dist/nacl-ephemeral-guard${name}.template.json`), '{}');
  writeFileSync(join(root, 'dist/bundled-files.json'), '[]');
  const files = await writeRelease({ root, product: PRODUCT, timestamp: '2026-11-28T00:00:00.000Z' });

  test('has the template, the module with it, the zips, the package, notices and the bill of materials', () => {
    expect(files).toEqual([
      'LICENSE',
      'THIRD-PARTY-NOTICES.txt',
      'deployer-policy.json',
      'guard.zip',
      expect.stringMatching(/^nacl-ephemeral-guard-\d+\.\d+\.\d+\.tgz$/),
      'nacl-ephemeral-guard-member.template.json',
      'nacl-ephemeral-guard-stack-set.template.json',
      'nacl-ephemeral-guard.template.json',
      'sbom.cdx.json',
      'slack.zip',
      'sweep.zip',
      'terraform/LICENSE',
      'terraform/README.md',
      'terraform/examples/complete/main.tf',
      'terraform/examples/organisation/main.tf',
      'terraform/main.tf',
      'terraform/nacl-ephemeral-guard-member.template.json',
      'terraform/nacl-ephemeral-guard-stack-set.template.json',
      'terraform/nacl-ephemeral-guard.template.json',
      'terraform/outputs.tf',
      'terraform/variables.tf',
      'terraform/versions.tf',
    ]);
  });

  test('has the checksum of each file', () => {
    const lines = readFileSync(join(root, 'dist/release/SHA256SUMS'), 'utf8').trimEnd().split('\n');
    const expected = files.map(file => {
      const sha256 = createHash('sha256')
        .update(readFileSync(join(root, 'dist/release', file)))
        .digest('hex');
      return `${sha256}  ${file}`;
    });
    expect(lines).toEqual(expected);
  });
});
