import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PARAMETERS } from '../../infra/parameters.ts';
import { renderVariables, variableName } from '../../infra/template/terraform-variables.ts';

const file = readFileSync('infra/terraform/variables.tf', 'utf8');

test('variables.tf is what npm run terraform:variables writes', () => {
  expect(file).toBe(renderVariables());
});

test.each(PARAMETERS)(
  '$name is a variable with the words of osls and CloudFormation',
  ({ name, definition }) => {
    const [, block = ''] = file.split(`variable "${variableName(name)}" {`);
    expect(block.split('\n}\n')[0]).toContain(`, expected ${definition.expected}."`);
  },
);
