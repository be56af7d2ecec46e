import { expect, it } from 'vitest';
import {
  ask,
  CredentialsError,
  NoAnswerError,
  NotPermittedError,
  NotThereError,
} from '../../../cli/deployment/ask.ts';

const service = (name: string, message = 'said', status = 400) =>
  Object.assign(new Error(message), { name, $fault: 'client', $metadata: { httpStatusCode: status } });

it.each([
  [service('AccessDenied'), NotPermittedError, 'the permission sqs:Read is missing'],
  [service('AccessDeniedException'), NotPermittedError, 'the permission sqs:Read is missing'],
  [service('UnauthorizedOperation'), NotPermittedError, 'the permission sqs:Read is missing'],
  [service('AuthorizationError', 'x', 403), NotPermittedError, 'the permission sqs:Read is missing'],
  [service('OwnCode', 'x', 403), NotPermittedError, 'the permission sqs:Read is missing'],
  [
    service('AccessDenied', 'User: a is not authorized to perform: kms:Decrypt on b'),
    NotPermittedError,
    'the permission kms:Decrypt is missing',
  ],
  [service('ResourceNotFoundException', 'no function', 404), NotThereError, 'no function'],
  [service('AWS.SimpleQueueService.NonExistentQueue'), NotThereError, 'said'],
  [service('InvalidVpcID.NotFound'), NotThereError, 'said'],
  [service('NoSuchEntityException'), NotThereError, 'said'],
  [service('ExpiredToken', 'expired', 403), CredentialsError, 'expired'],
  [service('SignatureDoesNotMatch', 'wrong', 403), CredentialsError, 'wrong'],
  [
    Object.assign(new Error('none found\nat all'), { name: 'CredentialsProviderError' }),
    CredentialsError,
    'none found',
  ],
  [
    service('InternalFailure', 'oh\nno', 500),
    NoAnswerError,
    'sqs:Read failed: InternalFailure: oh (HTTP 500)',
  ],
  [
    Object.assign(new Error('connect 10.0.0.1'), { code: 'ECONNREFUSED' }),
    NoAnswerError,
    'sqs:Read failed: ECONNREFUSED',
  ],
  [new SyntaxError('Unexpected token: https://hooks/secret'), NoAnswerError, 'sqs:Read failed: SyntaxError'],
  ['no error', NoAnswerError, 'sqs:Read failed: undefined'],
])('%s', async (thrown, kind, message) => {
  const failure = await ask('sqs:Read', () => Promise.reject(thrown)).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(kind);
  expect((failure as Error).message).toBe(message);
  expect((failure as Error).cause).toBe(thrown);
});

it('returns the answer', async () => {
  expect(await ask('sqs:Read', async () => 1)).toBe(1);
});
