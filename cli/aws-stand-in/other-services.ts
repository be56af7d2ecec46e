import { type Answer, ServiceError } from './answer.ts';
import type { Call } from './call.ts';
import type { Caller } from './caller.ts';
import { toQueryAnswer, toQueryRefusal } from './query-xml.ts';
import { element, textElement } from './xml.ts';

/** A call of a service that the stand-in has no state for, such as CloudFormation, EventBridge or CloudTrail. */
export interface OtherCall {
  /** Such as `DescribeStacks`. */
  readonly action: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly caller: Caller;
}

/**
 * Answers such a call: the fields of the answer, or undefined where it does not know the action.
 *
 * @throws ServiceError to refuse it
 */
export type AnswerOther = (call: OtherCall) => object | undefined;

/** The answers of a test to services that the stand-in does not speak. */
export class OtherServices {
  readonly #answerOther: AnswerOther;

  constructor(answerOther: AnswerOther) {
    this.#answerOther = answerOther;
  }

  /** Undefined: no one knows the action. */
  answer(call: Call): Answer | undefined {
    const isQuery = !('body' in call);
    const action = call.action.split('.').at(-1) ?? '';
    try {
      const fields = this.#answerOther({ action, parameters: call.parameters, caller: call.caller });
      if (fields === undefined) return undefined;
      return isQuery ? toQueryAnswer('', action, renderMembers(fields)) : toJsonAnswer(200, fields, 'ok');
    } catch (error) {
      if (!(error instanceof ServiceError)) throw error;
      const { status, code, message } = error;
      return isQuery ? toQueryRefusal('', error) : toJsonAnswer(status, { __type: code, message }, code);
    }
  }
}

function toJsonAnswer(status: number, fields: object, outcome: string): Answer {
  const headers = { 'content-type': 'application/x-amz-json-1.1' };
  return { status, headers, body: JSON.stringify(fields), outcome };
}

/** As the query protocol renders an answer: lists with `member` elements. */
function renderMembers(fields: object): string {
  return Object.entries(fields)
    .map(([name, value]) => {
      if (Array.isArray(value)) return element(name, ...value.map(each => renderValue('member', each)));
      return renderValue(name, value);
    })
    .join('');
}

function renderValue(name: string, value: unknown): string {
  if (value instanceof Date) return textElement(name, value.toISOString());
  if (typeof value === 'object' && value !== null) return element(name, renderMembers(value));
  return textElement(name, value === undefined ? undefined : String(value));
}
