import { type Answer, ServiceError } from './answer.ts';
import type { JsonCall } from './call.ts';

const JSON_TYPE = 'application/x-amz-json-1.1';
/** Names that one call takes. */
const MOST_NAMES = 10;

/** SSM's parameters of the type SecureString, over its JSON protocol. */
export class SsmParameters {
  readonly #values: ReadonlyMap<string, string>;

  constructor(values: Readonly<Record<string, string>>) {
    this.#values = new Map(Object.entries(values));
  }

  /** @throws ServiceError what SSM would refuse the call with */
  apply({ action, parameters }: JsonCall): Answer {
    if (action !== 'GetParameters')
      throw new ServiceError('UnknownOperationException', 400, `${action} is not an action of SSM here`);
    const names = parseNames(parameters.Names);
    const body = JSON.stringify({
      Parameters: names.flatMap(name => this.#describe(name, parameters.WithDecryption === true)),
      InvalidParameters: names.filter(name => !this.#values.has(name)),
    });
    return { status: 200, headers: { 'content-type': JSON_TYPE }, body, outcome: 'ok' };
  }

  refuse({ code, status, message }: ServiceError): Answer {
    const body = JSON.stringify({ __type: code, message });
    return { status, headers: { 'content-type': JSON_TYPE }, body, outcome: code };
  }

  #describe(name: string, decrypted: boolean): object[] {
    const value = this.#values.get(name);
    if (value === undefined) return [];
    // Without decryption SSM gives out the ciphertext.
    const Value = decrypted ? value : Buffer.from(value).toString('base64');
    return [{ Name: name, Type: 'SecureString', Value, Version: 1, DataType: 'text' }];
  }
}

function parseNames(names: unknown): string[] {
  const valid = Array.isArray(names) && names.every(name => typeof name === 'string');
  if (valid && names.length > 0 && names.length <= MOST_NAMES && new Set(names).size === names.length)
    return names;
  throw new ServiceError('ValidationException', 400, `Names: 1 to ${MOST_NAMES} different names expected`);
}
