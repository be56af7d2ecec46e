import type { MiddlewareObj } from '@middy/core';
import { asFields } from '../parsing/structures.ts';

/** Makes the error about a parameter that could not be read say which one, and why; middy's own says neither. */
export function namedParameter(parameter: string): MiddlewareObj<unknown, unknown> {
  return {
    onError: request => {
      const { data } = asFields(asFields(request.error).cause);
      if (!Array.isArray(data)) return;
      const reasons = data.map(describeReason).join('; ');
      // Without the cause, for the reason below.
      request.error = new Error(`SSM parameter ${parameter} could not be read: ${reasons}`);
    },
  };
}

/**
 * The words of SSM and of middy. Of any other error the name has to do: one about an answer that cannot be parsed
 * quotes the answer, and so the secret.
 */
function describeReason(error: unknown): string {
  const { name, message, $fault: fault, cause } = asFields(error);
  if (fault !== undefined) return `${name}: ${message}`;
  return asFields(cause).package === '@middy/ssm' ? String(message) : String(name);
}
