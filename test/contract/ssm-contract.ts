import { GetParametersCommand } from '@aws-sdk/client-ssm';
import { expect } from 'vitest';
import type { ContractTarget, DeclarePromise } from './aws-contract.ts';
import { expectRefusal } from './network-acl-steps.ts';

/** What SSM answers about a parameter of the type SecureString. */
export function promiseParameters(promise: DeclarePromise): void {
  const get = ({ ssm }: ContractTarget, Names: string[], WithDecryption = true) =>
    ssm.send(new GetParametersCommand({ Names, WithDecryption }));

  promise('a parameter is got with its value, decrypted', async target => {
    const { name, value } = target.parameter;
    expect(await get(target, [name])).toMatchObject({
      Parameters: [{ Name: name, Type: 'SecureString', Value: value }],
      InvalidParameters: [],
    });
  });

  promise('a parameter that is got without decryption does not show its value', async target => {
    const { name, value } = target.parameter;
    const { Parameters = [] } = await get(target, [name], false);
    expect(Parameters).toMatchObject([{ Name: name }]);
    expect(Parameters[0]?.Value).not.toContain(value);
  });

  promise('a parameter that is not there is named, and those that are there are got', async target => {
    const { name } = target.parameter;
    const missing = `${name}-that-is-not-there`;
    expect(await get(target, [missing, name])).toMatchObject({
      Parameters: [{ Name: name }],
      InvalidParameters: [missing],
    });
  });

  promise('more than ten parameters at once are refused', async target => {
    const names = Array.from({ length: 11 }, (_, index) => `${target.parameter.name}-${index}`);
    await expectRefusal(get(target, names), 'ValidationException');
  });
}
