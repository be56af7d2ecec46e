import type { SchemaModule, SchemaRewrite } from './schemas.ts';

/** `n0_registry.registerError(X$, X);`. The registry of the client's base class has another name. */
const REGISTRATION = /^n0_registry\.registerError\(\w+\$, (\w+)\);$/gm;

/**
 * Leaves out the classes of the errors of clients that speak JSON: DynamoDB's 35, SSM's 150. The SDK then throws the
 * client's base class with the same `name`, status and fields, which is all that is looked at here and in the SDK's
 * retries. Errors that say themselves that they may be retried keep their class.
 *
 * The errors of the other protocols keep theirs: there the service's code and the error's name differ, and only the
 * class knows the name.
 */
export const errorClasses: SchemaRewrite = { name: 'error-classes', rewrite: forgetErrors };

async function forgetErrors({ source, readBeside }: SchemaModule): Promise<string> {
  const settings = await readBeside('runtimeConfig.shared.js');
  if (!/\bAwsJson1_[01]Protocol\b/.test(settings) || settings.includes('awsQueryCompatible')) return source;
  const retryable = toRetryable(await readBeside('models/errors.js'));
  return source.replaceAll(REGISTRATION, (line, name: string) => (retryable.has(name) ? line : ''));
}

function toRetryable(errors: string): ReadonlySet<string> {
  const classes = errors.split(/^export class (?=\w)/m).slice(1);
  return new Set(
    classes.filter(each => each.includes('$retryable')).map(each => /^\w+/.exec(each)?.[0] ?? ''),
  );
}
