import { templateName } from '../parameter.ts';
import { TOGETHER } from '../parameter-errors.ts';
import { PARAMETERS, type Parameter } from '../parameters.ts';

/** `alertKeyArn` is `alert_key_arn`. */
export function variableName(name: string): string {
  return name.replace(/[A-Z]/g, letter => `_${letter.toLowerCase()}`);
}

const HEAD = `# Written from infra/parameters.ts by "npm run terraform:variables": change that file, not this one.

variable "stack_name" {
  description = "The name of the stack."
  type        = string
  default     = "nacl-ephemeral-guard-prod"
}

variable "template_bucket" {
  description = "A bucket of this region for the template; null: the module makes one."
  type        = string
  default     = null
}

variable "template_file" {
  description = "Another template than that of the module."
  type        = string
  default     = null
}

variable "tags" {
  description = "Tags of the stack, and of what it makes."
  type        = map(string)
  default     = {}
}
`;

/** The variables of the Terraform module: those of the template, with the same patterns and the same words. */
export function renderVariables(): string {
  return [HEAD, ...PARAMETERS.map(toVariable), toLocals()].join('\n');
}

function toVariable({ name, fallback, description, definition, constraint }: Parameter): string {
  const variable = variableName(name);
  // JSON writes what HCL reads.
  return `variable "${variable}" {
  description = ${JSON.stringify(description)}
  type        = string
  default     = ${JSON.stringify(fallback)}
  nullable    = false

  validation {
    condition     = ${toCondition(variable, constraint)}
    error_message = ${JSON.stringify(`${variable} is \${var.${variable}}, expected ${definition.expected}.`)}
  }
}
`;
}

function toCondition(variable: string, constraint: Parameter['constraint']): string {
  if ('AllowedValues' in constraint)
    return `contains(${JSON.stringify(constraint.AllowedValues).replaceAll(',', ', ')}, var.${variable})`;
  const matches = `can(regex(${JSON.stringify(constraint.AllowedPattern)}, var.${variable}))`;
  return constraint.MaxLength === undefined
    ? matches
    : `${matches} && length(var.${variable}) <= ${constraint.MaxLength}`;
}

/** As the Rules of the template. Variables cannot check each other: that would be a cycle. */
function togetherChecks(): string[] {
  return TOGETHER.flatMap(names =>
    names.flatMap(name =>
      names
        .filter(other => other !== name)
        .map(other => [variableName(name), variableName(other)] as const)
        .map(
          ([missing, given]) =>
            `    var.${missing} == "none" && var.${given} != "none" ? "${missing} is none, expected an id, because ${given} has one." : ""`,
        ),
    ),
  );
}

function toLocals(): string {
  const widest = Math.max(...PARAMETERS.map(({ name }) => name.length));
  const lines = PARAMETERS.map(
    ({ name }) => `    ${templateName(name).padEnd(widest)} = var.${variableName(name)}`,
  );
  return `locals {
  parameters = {
${lines.join('\n')}
  }

  incomplete = compact([
${togetherChecks().join(',\n')},
  ])
}
`;
}
