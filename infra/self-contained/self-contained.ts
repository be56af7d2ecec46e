/** A template as osls packages it, as far as it changes here. */
interface PackagedTemplate {
  readonly Metadata?: Readonly<Record<string, unknown>>;
  readonly Resources: Readonly<Record<string, PackagedResource>>;
  readonly Outputs: Readonly<Record<string, unknown>>;
}
interface PackagedResource {
  readonly Type: string;
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** What goes into the template. */
export interface Inlined {
  /** The code of each function, by the logical id of the function. */
  readonly code: Readonly<Record<string, string>>;
  readonly notices: string;
  readonly version: string;
}

/** In osls's template for the bucket that it uploads the code to. */
const OF_BUCKET = /^ServerlessDeploymentBucket/;

/** Bytes of the template at most. AWS takes a megabyte by URL. */
export const BUDGET = 600_000;

/**
 * The template without a bucket: the code of each function is in it.
 *
 * @throws Error where a function has no code
 */
export function toSelfContained(template: PackagedTemplate, { code, notices, version }: Inlined): object {
  const kept = (parts: Readonly<Record<string, unknown>>) =>
    Object.fromEntries(Object.entries(parts).filter(([id]) => !OF_BUCKET.test(id)));
  const resources = Object.entries(template.Resources).map(([id, resource]) => [
    id,
    resource.Type === 'AWS::Lambda::Function' ? inline(id, resource, code[id]) : resource,
  ]);
  return {
    ...template,
    Metadata: { ...template.Metadata, Version: version, ThirdPartyNotices: notices },
    Resources: kept(Object.fromEntries(resources)),
    Outputs: kept(template.Outputs),
  };
}

function inline(id: string, { Properties, ...resource }: PackagedResource, code: string | undefined) {
  if (code === undefined) throw new Error(`There is no code for ${id}`);
  // Lambda names the file index.js.
  return { ...resource, Properties: { ...Properties, Code: { ZipFile: code }, Handler: 'index.handler' } };
}
