import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findBlocks } from '../../../../cli/input/terraform/hcl-blocks.ts';
import { block, plan, refers } from '../../../fixtures/terraform-plan.ts';
import { createFolder, run, runJson } from '../../check/program.ts';

const file = createFolder();

describe('the resources of HCL', () => {
  it('have lines; what only looks like one has none', () => {
    const text = [
      '# resource "aws_network_acl" "comment" {',
      'resource "aws_network_acl" "a" {',
      '  tags = { Name = "}" } # }',
      '  ingress {',
      '    rule_no = 100',
      '  }',
      '}',
      'resource "aws_vpc" "v" {}',
      'data "aws_network_acls" "x" {',
      '}',
      '\tresource "aws_network_acl" "b"{',
      '}',
    ].join('\n');
    expect(findBlocks(text).map(({ type, name, line }) => `${type}.${name} ${line}`)).toEqual([
      'aws_network_acl.a 2',
      'aws_vpc.v 8',
      'aws_network_acl.b 11',
    ]);
  });

  it.each<[string, string[], string | undefined]>([
    ['above', ['# nacl-ephemeral-guard: ignore a lab', 'resource "t" "n" {', '}'], 'a lab'],
    [
      'above, with others',
      ['// nacl-ephemeral-guard: ignore a lab', '# main', 'resource "t" "n" {', '}'],
      'a lab',
    ],
    ['inside', ['resource "t" "n" {', '  a = 1', '  #nacl-ephemeral-guard:ignore', '}'], ''],
    [
      'of another resource',
      ['resource "t" "m" {', '  # nacl-ephemeral-guard: ignore x', '}', 'resource "t" "n" {', '}'],
      undefined,
    ],
    ['after an empty line', ['# nacl-ephemeral-guard: ignore x', '', 'resource "t" "n" {', '}'], undefined],
    ['of another word', ['# nacl-ephemeral-guard: ignored', 'resource "t" "n" {', '}'], undefined],
    ['in a value', ['resource "t" "n" {', '  a = "# nacl-ephemeral-guard: ignore x"', '}'], undefined],
  ])('with a comment %s', (_, lines, expected) => {
    expect(findBlocks(lines.join('\n')).find(({ name }) => name === 'n')?.ignored).toBe(expected);
  });
});

it('a comment beside the plan mutes a network ACL, and says why', async () => {
  const folder = join(dirname(file('x', '')), 'muted');
  mkdirSync(folder);
  const path = join(folder, 'plan.json');
  const after = { ingress: [block(100, 22, 22)], egress: [] };
  const address = 'aws_network_acl.a';
  writeFileSync(path, JSON.stringify(plan([{ address, after, expressions: { ingress: refers() } }])));
  expect((await run([path])).status).toBe(1);
  const comment = '# nacl-ephemeral-guard: ignore a lab without clients';
  writeFileSync(join(folder, 'main.tf'), `${comment}\nresource "aws_network_acl" "a" {\n}\n`);
  const [result] = await runJson([path]);
  expect([result.muted, result.source.line]).toEqual([true, 2]);
  const { status, stdout } = await run([path]);
  expect([status, stdout]).toEqual([0, expect.stringContaining('a lab without clients')]);
});
