import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { templateName } from './parameter.ts';
import { type GivenParameters, parameterErrors, regionErrors } from './parameter-errors.ts';
import { toParameters, toSections } from './template/sections.ts';
import { type Taggable, tagAll } from './template/tags.ts';

const CORE_TEMPLATE_FILE = '.serverless/cloudformation-template-create-stack.json';

/** A template while osls builds it. */
interface Template {
  readonly Resources: Record<string, Taggable>;
  Parameters?: unknown;
}

/** What the plugin needs of osls. */
interface Serverless {
  readonly serviceDir: string;
  readonly configurationInput: ServiceParameters;
  readonly service: {
    readonly service: string;
    readonly provider: {
      stackParameters?: readonly { readonly ParameterKey: string; readonly ParameterValue: string }[];
      readonly coreCloudFormationTemplate: Template;
      readonly compiledCloudFormationTemplate: Template;
    };
  };
  readonly classes: { readonly Error: new (message: string, code: string) => Error };
  getProvider(name: 'aws'): { getStage(): string; getRegion(): string };
}
interface ServiceParameters {
  readonly params?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly provider?: { readonly stage?: string };
}
interface CommandLine {
  readonly stage?: string;
  readonly param?: readonly string[];
}

/** The parameters as osls itself finds them: the command line first, then the stage's, then those of every stage. */
export function givenParameters(
  { params = {}, provider }: ServiceParameters,
  { stage = provider?.stage ?? 'dev', param = [] }: CommandLine,
): GivenParameters {
  const fromCommandLine = param.map(text => {
    const [name, ...value] = text.split('=');
    return [name, value.join('=').trimEnd()];
  });
  return { ...params.default, ...params[stage], ...Object.fromEntries(fromCommandLine) };
}

/**
 * An osls plugin: refuses wrong parameters before anything is packaged, passes the others to CloudFormation, and gives
 * the templates what makes them whole without osls.
 */
// biome-ignore lint/style/noDefaultExport: osls takes a plugin from the default export.
export default class TemplateParameters {
  readonly hooks: Readonly<Record<string, () => void>>;
  readonly #serverless: Serverless;
  readonly #given: GivenParameters;

  constructor(serverless: Serverless, commandLine: CommandLine) {
    this.#serverless = serverless;
    this.#given = givenParameters(serverless.configurationInput, commandLine);
    this.#refuse(parameterErrors(this.#given));
    this.hooks = {
      'before:deploy:deploy': () => this.#refuse(regionErrors(this.#given, this.#aws().getRegion())),
      'after:package:initialize': () => this.#passParameters(),
      'after:aws:package:finalize:mergeCustomProviderResources': () => this.#completeTemplate(),
    };
  }

  /** osls makes a stack from its core template and gives it all parameters, which AWS refuses where that has none. */
  #passParameters(): void {
    const { service } = this.#serverless;
    service.provider.stackParameters = Object.entries(this.#given).map(([name, value]) => ({
      ParameterKey: templateName(name),
      ParameterValue: String(value),
    }));
    const core = service.provider.coreCloudFormationTemplate;
    core.Parameters = toParameters(this.#namespace());
    tagAll(core.Resources);
    // osls has written it before, for whoever reads it.
    writeFileSync(join(this.#serverless.serviceDir, CORE_TEMPLATE_FILE), JSON.stringify(core, null, 2));
  }

  #completeTemplate(): void {
    const template = this.#serverless.service.provider.compiledCloudFormationTemplate;
    Object.assign(template, toSections(this.#namespace()));
    tagAll(template.Resources);
  }

  #namespace(): string {
    return `${this.#serverless.service.service}-${this.#aws().getStage()}`;
  }

  #aws() {
    return this.#serverless.getProvider('aws');
  }

  #refuse(errors: readonly string[]): void {
    if (errors.length > 0) throw new this.#serverless.classes.Error(errors.join('\n'), 'INVALID_PARAMETER');
  }
}
