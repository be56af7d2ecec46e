import { readFileSync } from 'node:fs';
import { MEMBER_PARTS, toMemberTemplate } from '../../infra/member/member-template.ts';
import { toStackSetTemplate } from '../../infra/member/stack-set.ts';
import { parseYamlPart } from '../../infra/member/yaml-part.ts';
import { type ParameterValues, resolveTemplate, type WholeTemplate } from './resolve.ts';
import type { Template } from './template.ts';

export const HUB = { account: '111111111111', region: 'us-east-1' };
export const MEMBER = { account: '222222222222', region: 'eu-west-1' };
export const ORGANIZATION = 'o-a1b2c3d4e5';

const readPart = (part: string) => parseYamlPart(readFileSync(`infra/member/${part}.yml`, 'utf8'));

/** The template for members, as a release has it. */
export function wholeMemberTemplate(): WholeTemplate {
  return toMemberTemplate(MEMBER_PARTS.map(readPart), '1.2.3') as unknown as WholeTemplate;
}

/** The template that makes a stack set of members. */
export function stackSetTemplate(): WholeTemplate {
  return toStackSetTemplate(readPart('stack-set'), wholeMemberTemplate()) as WholeTemplate;
}

/** A stack of it in an account and region. */
export function memberStack({ account, region } = MEMBER, given: ParameterValues = {}): Template {
  return resolveTemplate(wholeMemberTemplate(), {
    ...{ 'AWS::Partition': 'aws', 'AWS::AccountId': account, 'AWS::Region': region },
    ...{ HubAccountId: HUB.account, HubRegion: HUB.region, ...given },
  });
}
