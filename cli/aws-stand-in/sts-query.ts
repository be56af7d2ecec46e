import { randomUUID } from 'node:crypto';
import { type Answer, ServiceError } from './answer.ts';
import type { Form, QueryCall } from './call.ts';
import { parseInteger, requiredField } from './query-form.ts';
import { toQueryAnswer, toQueryRefusal } from './query-xml.ts';
import type { AssumeRoleRequest, RoleSession, StsSessions } from './sts-sessions.ts';
import { element, textElement } from './xml.ts';

const NAMESPACE = 'https://sts.amazonaws.com/doc/2011-06-15/';

/** Seconds (API reference of AssumeRole). */
const DURATIONS = { least: 900, most: 43_200, usual: 3_600 } as const;

/** STS's query protocol over the roles of all accounts. */
export class StsQuery {
  readonly #sessions: StsSessions;

  constructor(sessions: StsSessions) {
    this.#sessions = sessions;
  }

  /** @throws ServiceError what STS would refuse the call with */
  apply({ action, parameters, caller }: QueryCall): Answer {
    switch (action) {
      case 'AssumeRole': {
        const session = this.#sessions.assume(parseRequest(parameters), caller);
        return toQueryAnswer(NAMESPACE, action, renderSession(session));
      }
      case 'GetCallerIdentity':
        return toQueryAnswer(NAMESPACE, action, this.#describe(caller));
      default:
        throw new ServiceError('InvalidAction', 400, `${action} is not an action of STS here`);
    }
  }

  refuse(error: ServiceError): Answer {
    return toQueryRefusal(NAMESPACE, error);
  }

  #describe(caller: QueryCall['caller']): string {
    const session = this.#sessions.sessionOf(caller);
    const arn = session ? toSessionArn(session) : `arn:aws:iam::${caller.account}:user/operator`;
    const account = textElement('Account', caller.account);
    return textElement('Arn', arn) + textElement('UserId', 'AIDA') + account;
  }
}

/** @throws ServiceError MissingParameter, InvalidParameterValue */
function parseRequest(form: Form): AssumeRoleRequest {
  const { least, most, usual } = DURATIONS;
  return {
    arn: requiredField(form, 'RoleArn'),
    name: requiredField(form, 'RoleSessionName'),
    duration: form.DurationSeconds === undefined ? usual : parseInteger(form, 'DurationSeconds', least, most),
    policy: form.Policy,
    externalId: form.ExternalId,
    sourceIdentity: form.SourceIdentity,
  };
}

function renderSession(session: RoleSession): string {
  const credentials = element(
    'Credentials',
    textElement('AccessKeyId', session.accessKeyId),
    textElement('SecretAccessKey', randomUUID()),
    textElement('SessionToken', session.sessionToken),
    textElement('Expiration', session.expiresAt.toISOString()),
  );
  const user = element(
    'AssumedRoleUser',
    textElement('AssumedRoleId', `AROA:${session.name}`),
    textElement('Arn', toSessionArn(session)),
  );
  return credentials + user + textElement('SourceIdentity', session.sourceIdentity);
}

/** A session's ARN has no path. */
function toSessionArn({ arn, account, name }: RoleSession): string {
  return `arn:${arn.split(':')[1]}:sts::${account}:assumed-role/${arn.split('/').at(-1)}/${name}`;
}
