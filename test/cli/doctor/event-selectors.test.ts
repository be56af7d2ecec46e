import type { AdvancedFieldSelector, EventSelector } from '@aws-sdk/client-cloudtrail';
import { describe, expect, it } from 'vitest';
import { type Logged, loggedChanges } from '../../../cli/doctor/event-selectors.ts';
import { ACTIONS } from '../../../functions/review/words/action.ts';

const MANAGEMENT: AdvancedFieldSelector = { Field: 'eventCategory', Equals: ['Management'] };
const field = (Field: string, condition: Omit<AdvancedFieldSelector, 'Field'>) => ({ Field, ...condition });

describe('classic event selectors', () => {
  it.each<[Logged, string, EventSelector[]]>([
    ['all', "CloudTrail's default", [{}]],
    ['all', 'all', [{ ReadWriteType: 'All', IncludeManagementEvents: true }]],
    ['all', 'writes', [{ ReadWriteType: 'WriteOnly', IncludeManagementEvents: true }]],
    ['none', 'reads', [{ ReadWriteType: 'ReadOnly', IncludeManagementEvents: true }]],
    ['none', 'data events', [{ ReadWriteType: 'All', IncludeManagementEvents: false }]],
    ['all', 'data events and writes', [{ IncludeManagementEvents: false }, { ReadWriteType: 'WriteOnly' }]],
    ['all', 'all except KMS', [{ ExcludeManagementEventSources: ['kms.amazonaws.com'] }]],
    ['none', 'all except EC2', [{ ExcludeManagementEventSources: ['ec2.amazonaws.com'] }]],
    ['none', 'none', []],
  ])('%s: %s', (expected, _, classic) => {
    expect(loggedChanges({ classic })).toBe(expected);
  });
});

describe('advanced event selectors', () => {
  it.each<[Logged, string, AdvancedFieldSelector[][]]>([
    ['all', 'management events', [[MANAGEMENT]]],
    ['all', 'writes', [[MANAGEMENT, field('readOnly', { Equals: ['false'] })]]],
    ['none', 'reads', [[MANAGEMENT, field('readOnly', { Equals: ['true'] })]]],
    ['none', 'data events', [[field('eventCategory', { Equals: ['Data'] })]]],
    ['all', 'data events and writes', [[field('eventCategory', { Equals: ['Data'] })], [MANAGEMENT]]],
    ['all', 'all except KMS', [[MANAGEMENT, field('eventSource', { NotEquals: ['kms.amazonaws.com'] })]]],
    [
      'none',
      'all except EC2',
      [[MANAGEMENT, field('eventSource', { NotEquals: ['rds.amazonaws.com', 'ec2.amazonaws.com'] })]],
    ],
    [
      'none',
      'nothing that begins with ec2',
      [[MANAGEMENT, field('eventSource', { NotStartsWith: ['ec2'] })]],
    ],
    [
      'none',
      'nothing that ends with amazonaws.com',
      [[MANAGEMENT, field('eventSource', { NotEndsWith: ['amazonaws.com'] })]],
    ],
    ['all', 'one of two beginnings', [[MANAGEMENT, field('eventSource', { StartsWith: ['s3', 'ec2'] })]]],
    ['all', 'an end', [[MANAGEMENT, field('eventSource', { EndsWith: ['.amazonaws.com'] })]]],
    ['some', 'one action', [[MANAGEMENT, field('eventName', { Equals: ['CreateNetworkAclEntry'] })]]],
    [
      'all',
      'each action by a selector',
      ACTIONS.map(name => [MANAGEMENT, field('eventName', { Equals: [name] })]),
    ],
    ['some', 'certain callers', [[MANAGEMENT, field('userIdentity.arn', { StartsWith: ['arn:aws:iam'] })]]],
    [
      'none',
      'reads of certain callers',
      [[MANAGEMENT, field('readOnly', { Equals: ['true'] }), field('userIdentity.arn', { Equals: ['x'] })]],
    ],
    [
      'all',
      'certain callers, and all',
      [[MANAGEMENT, field('userIdentity.arn', { Equals: ['x'] })], [MANAGEMENT]],
    ],
  ])('%s: %s', (expected, _, selectors) => {
    const advanced = selectors.map(FieldSelectors => ({ FieldSelectors }));
    expect(loggedChanges({ advanced, classic: [] })).toBe(expected);
  });
});
