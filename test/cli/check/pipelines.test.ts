import { spawnSync } from 'node:child_process';
import { accessSync, constants, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { acl, createFolder, REPLIES, SSH } from './program.ts';

const file = createFolder();
const action = parse(readFileSync('action.yml', 'utf8'));
const [check, upload, result] = action.runs.steps;

/** Runs a step as the runner of GitHub does: each expression of `env` replaced. */
function runStep(name: string, inputs: Readonly<Record<string, string>>) {
  const [output, summary] = [file(`${name}-output`, ''), file(`${name}-summary`, '')];
  const temp = output.replace(/\/[^/]*$/, '');
  const env = {
    ...process.env,
    ...{ FILES: '', FAIL_ON: 'medium', STRICT: 'false', BASELINE: '', ...inputs },
    ...{
      PROGRAM: 'dist/check/index.mjs',
      RUNNER_TEMP: temp,
      GITHUB_OUTPUT: output,
      GITHUB_STEP_SUMMARY: summary,
    },
  };
  const { status, stdout } = spawnSync(
    'bash',
    ['--noprofile', '--norc', '-eo', 'pipefail', '-c', check.run],
    { env, encoding: 'utf8' },
  );
  const outputs = Object.fromEntries(
    readFileSync(output, 'utf8')
      .trim()
      .split('\n')
      .map(line => line.split('=')),
  );
  return { status, stdout, outputs, summary: readFileSync(summary, 'utf8') };
}

describe('the action of GitHub', () => {
  it('writes annotations, the job summary and SARIF, and fails in its last step', () => {
    const path = file('bad.json', [acl('acl-1', SSH)]);
    const { status, stdout, outputs, summary } = runStep('bad', { FILES: `${path}\n` });
    expect([status, outputs['exit-code']]).toEqual([0, '1']);
    expect(stdout).toMatch(/^::error file=.*::notice title=/s);
    expect(summary).toMatch(/^<!-- nacl-ephemeral-guard -->\n### Network ACLs: 1 high of 1\n/);
    expect(JSON.parse(readFileSync(outputs['sarif-file'], 'utf8')).runs[0].results).toHaveLength(1);
  });

  it.each<[string, Record<string, string>, string]>([
    ['nothing is wrong', { FILES: 'GOOD' }, '0'],
    ['the severity is lower', { FILES: 'BAD', FAIL_ON: 'never' }, '0'],
    ['there is no file', { FILES: 'no such file.json' }, '2'],
    ['a file has a name like a command', { FILES: '$(exit 7).json' }, '2'],
  ])('has the exit code of check where %s', (name, inputs, code) => {
    const paths = {
      GOOD: file('good.json', acl('acl-1', SSH, REPLIES)),
      BAD: file('bad.json', acl('acl-1', SSH)),
    };
    const FILES = paths[inputs.FILES as keyof typeof paths] ?? inputs.FILES;
    const { outputs } = runStep(name.replaceAll(' ', '-'), { ...inputs, FILES });
    expect(outputs['exit-code']).toBe(code);
    expect('sarif-file' in outputs).toBe(code !== '2');
  });

  it('passes every input as a variable, and uploads before it fails', () => {
    expect(action.runs.using).toBe('composite');
    expect(action.runs.steps).toHaveLength(3);
    for (const { run = '' } of action.runs.steps) expect(run).not.toContain('${{');
    expect(upload.uses).toMatch(/^github\/codeql-action\/upload-sarif@v\d+$/);
    expect(result.run).toBe('exit "$EXIT_CODE"');
    const used = JSON.stringify(action.runs).match(/inputs\.[\w-]+/g);
    expect(new Set(used)).toEqual(new Set(Object.keys(action.inputs).map(name => `inputs.${name}`)));
  });
});

describe('the hook of pre-commit', () => {
  const [hook] = parse(readFileSync('.pre-commit-hooks.yaml', 'utf8'));

  it('runs the program by itself', () => {
    const [program, ...args] = hook.entry.split(' ');
    expect(hook.language).toBe('script');
    expect(() => accessSync(program, constants.X_OK)).not.toThrow();
    expect(readFileSync(program, 'utf8')).toMatch(/^#!\/usr\/bin\/env node\n/);
    const { status } = spawnSync(process.execPath, [program, ...args, file('a.json', acl('acl-1', SSH))]);
    expect(status).toBe(1);
  });

  it.each([
    ['network.template.json', true],
    ['cdk.out/Network.template.yaml', true],
    ['main.tf', false],
  ])('%s is checked: %s', (name, expected) => {
    expect(new RegExp(hook.files).test(name)).toBe(expected);
  });
});
