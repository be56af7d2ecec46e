// Writes infra/terraform/variables.tf, which a test compares with infra/parameters.ts.
import { writeFile } from 'node:fs/promises';
import { renderVariables } from './terraform-variables.ts';

await writeFile(new URL('../terraform/variables.tf', import.meta.url), renderVariables());
