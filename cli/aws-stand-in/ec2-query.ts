import { randomUUID } from 'node:crypto';
import type { TagDescription } from '@aws-sdk/client-ec2';
import { type Answer, ServiceError } from './answer.ts';
import type { Form, QueryCall } from './call.ts';
import { selectNetworkAcls } from './describe-network-acls.ts';
import { describeSurroundings } from './describe-surroundings.ts';
import { renderTags } from './describe-tags.ts';
import {
  dryRunSucceeded,
  type EditTarget,
  type NetworkAclStore,
  type ReadState,
} from './ec2-network-acls.ts';
import type { SurroundingsStore } from './ec2-surroundings.ts';
import { parseEntry, parseEntryKey } from './entry-form.ts';
import { renderNetworkAclPage } from './network-acl-xml.ts';
import { parseFlag, requiredField } from './query-form.ts';
import { element, itemList, textElement } from './xml.ts';

/** EC2's query protocol over the network ACLs and what is around them. */
export class Ec2Query {
  readonly #networkAcls: NetworkAclStore;
  readonly #surroundings: SurroundingsStore;
  readonly #tags: readonly TagDescription[];
  readonly #regions: () => readonly string[];

  /**
   * @param tags - of whatever is no network ACL
   * @param regions - all of them, enabled by default
   */
  constructor(
    networkAcls: NetworkAclStore,
    surroundings: SurroundingsStore,
    tags: readonly TagDescription[],
    regions: () => readonly string[],
  ) {
    this.#networkAcls = networkAcls;
    this.#surroundings = surroundings;
    this.#tags = tags;
    this.#regions = regions;
  }

  /** @throws ServiceError what EC2 would refuse the call with */
  apply({ action, parameters }: QueryCall, read: ReadState): Answer {
    const namespace = 'xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"';
    const requestId = randomUUID();
    const content = textElement('requestId', requestId) + this.#apply(action, parameters, read);
    return toAnswer(200, requestId, `<${action}Response ${namespace}>${content}</${action}Response>`, 'ok');
  }

  refuse({ code, status, message }: ServiceError): Answer {
    const error = element('Error', textElement('Code', code), textElement('Message', message));
    const requestId = randomUUID();
    const body = element('Response', element('Errors', error), textElement('RequestID', requestId));
    return toAnswer(status, requestId, body, code);
  }

  #apply(action: string, form: Form, read: ReadState): string {
    switch (action) {
      case 'DescribeNetworkAcls':
        return this.#describe(form, read);
      case 'DescribeTags':
        return renderTags(form, this.#networkAcls.list(read), this.#tags);
      case 'DescribeRegions':
        return itemList('regionInfo', this.#regions().map(renderRegion));
      case 'CreateNetworkAclEntry':
        this.#networkAcls.createEntry(parseEditTarget(form), parseEntry(form));
        return RETURN_TRUE;
      case 'ReplaceNetworkAclEntry':
        this.#networkAcls.replaceEntry(parseEditTarget(form), parseEntry(form));
        return RETURN_TRUE;
      case 'DeleteNetworkAclEntry':
        this.#networkAcls.deleteEntry(parseEditTarget(form), parseEntryKey(form));
        return RETURN_TRUE;
      default:
        return this.#describeSurroundings(action, form, read);
    }
  }

  #describeSurroundings(action: string, form: Form, read: ReadState): string {
    const answer = describeSurroundings(action, form, this.#surroundings, this.#networkAcls.list(read));
    if (answer !== undefined) return answer;
    throw new ServiceError('InvalidAction', 400, `The action ${action} is not valid for this web service.`);
  }

  #describe(form: Form, read: ReadState): string {
    const page = selectNetworkAcls(form, this.#networkAcls.list(read));
    if (parseFlag(form, 'DryRun')) throw dryRunSucceeded();
    return renderNetworkAclPage(page);
  }
}

const RETURN_TRUE = textElement('return', true);

function renderRegion(name: string): string {
  return textElement('regionName', name) + textElement('optInStatus', 'opt-in-not-required');
}

function parseEditTarget(form: Form): EditTarget {
  return { dryRun: parseFlag(form, 'DryRun'), networkAclId: requiredField(form, 'NetworkAclId') };
}

function toAnswer(status: number, requestId: string, xml: string, outcome: string): Answer {
  const headers = { 'content-type': 'text/xml;charset=UTF-8', 'x-amzn-requestid': requestId };
  return { status, headers, body: `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`, outcome };
}
