import { expect, test } from 'vitest';
import { packageWhole } from './service-package.ts';

const { template, coreTemplate } = await packageWhole();
/** What has no tags in CloudFormation's schemas, or belongs to another resource. */
const WITHOUT = [
  'AWS::Events::EventBusPolicy',
  'AWS::IAM::Policy',
  'AWS::Lambda::Permission',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
];

test.each([
  ['the template', template],
  ['the template that osls makes a stack from', coreTemplate],
])('everything in %s that takes tags has the tag by which the deployer may use it', (_, { Resources }) => {
  const untagged = Object.values(Resources).filter(
    ({ Properties }) =>
      JSON.stringify(Properties.Tags) !== '[{"Key":"application","Value":"nacl-ephemeral-guard"}]',
  );
  expect(untagged.map(({ Type }) => Type).filter(type => !WITHOUT.includes(type))).toEqual([]);
  expect(untagged.flatMap(({ Type, Properties }) => (Properties.Tags ? Type : []))).toEqual([]);
});
