import { randomUUID } from 'node:crypto';
import type { Answer, ServiceError } from './answer.ts';
import { element, textElement } from './xml.ts';

/** The answer of a service with the query protocol, such as SNS and STS. */
export function toQueryAnswer(namespace: string, action: string, result: string): Answer {
  const requestId = randomUUID();
  const metadata = element('ResponseMetadata', textElement('RequestId', requestId));
  const content = element(`${action}Result`, result) + metadata;
  const body = `<${action}Response xmlns="${namespace}">${content}</${action}Response>`;
  return toXmlAnswer(200, requestId, body, 'ok');
}

/** Its refusal. */
export function toQueryRefusal(namespace: string, { code, status, message }: ServiceError): Answer {
  const type = textElement('Type', status < 500 ? 'Sender' : 'Receiver');
  const error = element('Error', type, textElement('Code', code), textElement('Message', message));
  const requestId = randomUUID();
  const content = error + textElement('RequestId', requestId);
  const body = `<ErrorResponse xmlns="${namespace}">${content}</ErrorResponse>`;
  return toXmlAnswer(status, requestId, body, code);
}

function toXmlAnswer(status: number, requestId: string, body: string, outcome: string): Answer {
  const headers = { 'content-type': 'text/xml', 'x-amzn-requestid': requestId };
  return { status, headers, body, outcome };
}
