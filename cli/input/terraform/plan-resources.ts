import { asFields, type Fields } from '../../../functions/parsing/structures.ts';
import { InputError } from '../input-error.ts';
import { isOfNetworkAcl, type Resource, toResource, toStateFields } from './resource.ts';

/**
 * The resources of network ACLs in a plan, before and after it.
 *
 * @throws InputError for a plan of another format, or one that Terraform could not finish
 */
export function toPlanResources(plan: Fields, file: string): Resource[] {
  checkFormat(plan, file);
  if (plan.errored === true)
    throw new InputError(`${file}: Terraform could not finish this plan, expected a whole one`);
  return toList(plan.resource_changes, 'resource_changes', file)
    .map(asFields)
    .filter(isOfNetworkAcl)
    .map(change => toPlanned(change, file));
}

function toPlanned(fields: Fields, file: string): Resource {
  const change = asFields(fields.change);
  if (fields.change === undefined || !Array.isArray(change.actions))
    throw new InputError(`${file}: a resource change of the plan has no actions, expected a list`);
  const states = {
    before: toStateFields(change.before, 'before', file),
    after: toStateFields(change.after, 'after', file),
    unknown: asFields(change.after_unknown),
  };
  return toResource(fields, states, file);
}

/**
 * The resources of network ACLs in the output of `terraform show -json` for a state.
 *
 * @throws InputError for a state of another format
 */
export function toShownResources(state: Fields, file: string): Resource[] {
  checkFormat(state, file);
  return toModules(asFields(state.values).root_module, file)
    .filter(isOfNetworkAcl)
    .map(fields => toResource(fields, toMoment(fields.values, 'values', file), file));
}

function toModules(module: unknown, file: string): Fields[] {
  const { resources = [], child_modules: children = [] } = asFields(module);
  return [
    ...toList(resources, 'resources', file).map(asFields),
    ...toList(children, 'child_modules', file).flatMap(child => toModules(child, file)),
  ];
}

/**
 * The resources of network ACLs in a file such as terraform.tfstate.
 *
 * @throws InputError for a state file of another version
 */
export function toStateFileResources(state: Fields, file: string): Resource[] {
  if (state.version !== 4) {
    const found = JSON.stringify(state.version);
    throw new InputError(`${file}: version is ${found}, expected 4, or the output of "terraform show -json"`);
  }
  return toList(state.resources, 'resources', file)
    .map(asFields)
    .filter(isOfNetworkAcl)
    .flatMap(resource => toInstances(resource, file));
}

function toInstances(resource: Fields, file: string): Resource[] {
  const { module, type, name } = resource;
  return toList(resource.instances, 'instances', file)
    .map(asFields)
    .filter(({ deposed }) => deposed === undefined)
    .map(({ index_key: index, attributes }) => {
      const key = index === undefined ? '' : `[${JSON.stringify(index)}]`;
      const address = `${module === undefined ? '' : `${module}.`}${type}.${name}${key}`;
      return toResource({ address, type, name, index }, toMoment(attributes, 'attributes', file), file);
    });
}

/** A state shows one moment, which counts as `after`. */
function toMoment(
  values: unknown,
  field: string,
  file: string,
): Pick<Resource, 'before' | 'after' | 'unknown'> {
  return { before: undefined, after: toStateFields(values, field, file), unknown: {} };
}

/** Another major version could mean anything else. */
function checkFormat({ format_version: version }: Fields, file: string): void {
  if (typeof version === 'string' && /^1\.\d+$/.test(version)) return;
  throw new InputError(`${file}: format_version is ${JSON.stringify(version)}, expected 1.x`);
}

function toList(value: unknown, field: string, file: string): unknown[] {
  if (value === undefined || value === null) return [];
  if (Array.isArray(value)) return value;
  throw new InputError(`${file}: ${field} is ${JSON.stringify(value)?.slice(0, 60)}, expected a list`);
}
