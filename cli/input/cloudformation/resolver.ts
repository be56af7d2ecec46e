import { asFields, type Fields } from '../../../functions/parsing/structures.ts';
import { type Assumed, Conditions } from './conditions.ts';
import { FUNCTIONS } from './functions.ts';
import type { Parameters } from './parameters.ts';
import { NO_VALUE, Open, ResourceRef } from './values.ts';

/** The same in every deployment that this program is for. */
const PSEUDO_PARAMETERS: ReadonlyMap<string, unknown> = new Map<string, unknown>([
  ['AWS::NoValue', NO_VALUE],
  ['AWS::Partition', 'aws'],
  ['AWS::URLSuffix', 'amazonaws.com'],
]);

/** Gives the values of a template, as far as they are known before it is deployed. */
export class Resolver {
  readonly template: Fields;
  readonly conditions: Conditions;
  readonly #parameters: Parameters;

  constructor(template: Fields, parameters: Parameters, assumed: Assumed) {
    this.template = template;
    this.#parameters = parameters;
    this.conditions = new Conditions(template.Conditions, assumed, value => this.resolve(value));
  }

  /** The value without functions; what is not known is {@link Open}, also deep inside. */
  resolve(value: unknown): unknown {
    if (Array.isArray(value)) return value.map(each => this.resolve(each)).filter(each => each !== NO_VALUE);
    if (typeof value !== 'object' || value === null) return value;
    const [[name = '', argument] = [], ...others] = Object.entries(value);
    if (others.length === 0) {
      if (name === 'Ref') return this.ref(argument);
      if (Object.hasOwn(FUNCTIONS, name)) return FUNCTIONS[name]?.(argument, this);
      if (name.startsWith('Fn::')) return new Open(name);
    }
    const resolved = Object.entries(value).map(([key, inner]) => [key, this.resolve(inner)] as const);
    return Object.fromEntries(resolved.filter(([, inner]) => inner !== NO_VALUE));
  }

  /** The value of a parameter, or the resource that is meant. */
  ref(name: unknown): unknown {
    if (typeof name !== 'string') return new Open('Ref');
    if (PSEUDO_PARAMETERS.has(name)) return PSEUDO_PARAMETERS.get(name);
    if (this.isResource(name)) return new ResourceRef(name);
    const parameters = asFields(this.template.Parameters);
    const { Type, Default } = asFields(Object.hasOwn(parameters, name) ? parameters[name] : undefined);
    // The value of such a parameter is only the name under which it is stored.
    if (String(Type).startsWith('AWS::SSM::')) return new Open(name);
    const given = this.#parameters.has(name) ? this.#parameters.get(name) : Default;
    if (given === undefined || given === null || typeof given === 'object') return new Open(name);
    const isList = /^(?:CommaDelimitedList$|List<)/.test(String(Type));
    return isList
      ? String(given)
          .split(',')
          .map(each => each.trim())
      : given;
  }

  isResource(name: unknown): name is string {
    return typeof name === 'string' && Object.hasOwn(asFields(this.template.Resources), name);
  }
}
