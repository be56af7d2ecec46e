/**
 * The types of resources that moto's CloudFormation skips without an error. test/infra/ checks them.
 * docs/testing.md, "End to end", says what else moto cannot do.
 */
export const NOT_IN_MOTO: readonly string[] = [
  'AWS::CloudWatch::Alarm',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
];
