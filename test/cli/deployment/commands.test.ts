import { expect, it } from 'vitest';
import { awsCommand, npmCommand } from '../../../cli/deployment/commands.ts';

const PLACE = { region: 'eu-central-1', profile: undefined, stage: 'prod' };

it.each([
  [
    PLACE,
    'aws sqs list-queues --region eu-central-1',
    'npm run deploy -- --region eu-central-1',
    'npm run doctor -- --region eu-central-1',
  ],
  [
    { ...PLACE, profile: 'audit', stage: 'test' },
    'aws sqs list-queues --region eu-central-1 --profile audit',
    'npm run deploy -- --region eu-central-1 --stage test --aws-profile audit',
    'npm run doctor -- --region eu-central-1 --stage test --profile audit',
  ],
  [
    { ...PLACE, profile: "my 'own'" },
    String.raw`aws sqs list-queues --region eu-central-1 --profile 'my '\''own'\'''`,
    String.raw`npm run deploy -- --region eu-central-1 --aws-profile 'my '\''own'\'''`,
    String.raw`npm run doctor -- --region eu-central-1 --profile 'my '\''own'\'''`,
  ],
])('%j', (place, aws, deploy, doctor) => {
  expect(awsCommand(place, 'sqs list-queues')).toBe(aws);
  expect(npmCommand(place, 'deploy')).toBe(deploy);
  expect(npmCommand(place, 'doctor')).toBe(doctor);
});
