/**
 * The types of resources that moto's CloudFormation passes over without a word. test/infra/ holds them to what they
 * should be; docs/testing.md, "End to end", says what else moto cannot do.
 */
export const NOT_IN_MOTO: readonly string[] = [
  'AWS::CloudWatch::Alarm',
  'AWS::S3::BucketPolicy',
  'AWS::SNS::Subscription',
  'AWS::SNS::TopicPolicy',
  'AWS::SQS::QueuePolicy',
];
