/** The tag of everything that a stack makes; the deployer's policy knows KMS keys by it. */
const TAG = { Key: 'application', Value: 'nacl-ephemeral-guard' } as const;

/** The types of resources here that take tags as a list of keys and values. */
const TAGGED: ReadonlySet<string> = new Set([
  'AWS::Chatbot::MicrosoftTeamsChannelConfiguration',
  'AWS::Chatbot::SlackChannelConfiguration',
  'AWS::CloudFormation::StackSet',
  'AWS::CloudWatch::Alarm',
  'AWS::CloudWatch::Dashboard',
  'AWS::DynamoDB::Table',
  'AWS::Events::EventBus',
  'AWS::Events::Rule',
  'AWS::IAM::Role',
  'AWS::KMS::Key',
  'AWS::Lambda::EventSourceMapping',
  'AWS::Lambda::Function',
  'AWS::Logs::LogGroup',
  'AWS::S3::Bucket',
  'AWS::SNS::Topic',
  'AWS::SQS::Queue',
]);

/** A resource of a template, as far as tags need it. */
export interface Taggable {
  readonly Type: string;
  Properties?: Record<string, unknown>;
}

/** Adds the tag to every resource that takes tags: a console or Terraform sets none by itself. */
export function tagAll(resources: Readonly<Record<string, Taggable>>): void {
  for (const resource of Object.values(resources)) {
    if (TAGGED.has(resource.Type)) resource.Properties = { ...resource.Properties, Tags: [TAG] };
  }
}
