import { toHclString } from '../../../functions/alert/fix/quoting.ts';
import {
  type RuleOwner,
  renderTerraform,
  renderTerraformBlock,
  renderTerraformRule,
} from '../../../functions/alert/fix/terraform.ts';
import { type Key, parseKey } from '../../input/terraform/resource.ts';
import type { CheckedNetworkAcl } from '../checked.ts';
import { addressOf, placeOf } from '../reports/names.ts';

/** Above the rules of a network ACL whose code is not at hand. */
const CAVEAT =
  '# If the aws_network_acl resource has its rules inside, add these rules there instead:\n' +
  '# the two ways overwrite each other.\n';

interface Owner extends RuleOwner {
  readonly module: string;
}

/** Code for Terraform, written as the network ACL is: of one whose code is known its address is used, not its id. */
export function createTerraformFix(): (checked: CheckedNetworkAcl) => string[] {
  let caveat = CAVEAT;
  const written = new Set<string>();
  const names = new Map<string, string>();
  return checked => {
    const { code, networkAcl, coverage } = checked;
    const { entries } = coverage.plan;
    if (code?.language !== 'terraform') {
      const above = caveat;
      caveat = '';
      return [above, ...entries.map(entry => `\n${renderTerraform(networkAcl.networkAclId, entry)}\n`)];
    }
    const isInline = code.style === 'inline';
    const parts = toOwner(code.address);
    const owner = { ...parts, label: toUnique(parts, parts.id, names) };
    const blocks = entries.map(entry =>
      isInline ? renderTerraformBlock(entry) : renderTerraformRule(owner, entry),
    );
    const text = `${blocks.join('\n\n')}\n`;
    // Instances of one module have one code.
    const place = `${owner.module}\n${isInline ? code.address : ''}\n${text}`;
    const isWritten = written.has(place);
    written.add(place);
    return [`\n# ${toHeading(checked, isInline)}${isWritten ? ', as above.' : ':'}\n`, isWritten ? '' : text];
  };
}

function toHeading(checked: CheckedNetworkAcl, isInline: boolean): string {
  const place = placeOf(checked);
  const where = `${addressOf(checked)}${place ? ` (${place})` : ''}`;
  return isInline ? `In the resource ${where}` : `For ${where}`;
}

/** How code in the same module refers to the resource: its address without the modules around it. */
function toOwner(address: string): Owner {
  const [, modules = '', resource = '', written] =
    /^((?:module\.[^.[]+(?:\[(?:\d+|"(?:[^"\\]|\\.)*")\])?\.)*)([^[]+)(\[.*\])?$/s.exec(address) ?? [];
  const key = written === undefined ? undefined : parseKey(written);
  const name = resource.split('.').at(-1) ?? '';
  return {
    id: `${resource}${toIndex(key)}.id`,
    label: key === undefined ? name : `${name}_${key}`,
    module: modules.replaceAll(/\[(?:\d+|"(?:[^"\\]|\\.)*")\]/g, ''),
  };
}

/** An address writes `$${` for the text `${`, as HCL does. */
function toIndex(key: Key): string {
  if (key === undefined) return '';
  return typeof key === 'number' ? `[${key}]` : `[${toHclString(key.replaceAll(/([$%])\1(?=\{)/g, '$1'))}]`;
}

/** Keys such as `a-b` and `a_b` would give two resources one name. */
function toUnique({ module, label }: Owner, id: string, names: Map<string, string>): string {
  const name = `${module} ${label.replaceAll(/\W/g, '_')}`;
  const owner = names.get(name) ?? id;
  names.set(name, owner);
  return owner === id ? label : toUnique({ module, label: `${label}_2`, id }, id, names);
}
