import { expect, it } from 'vitest';
import { namedRegion } from '../../../cli/input/aws-source.ts';

it.each([
  [
    'the option first',
    'eu-west-1',
    { AWS_REGION: 'a', AWS_DEFAULT_REGION: 'b' },
    { region: 'eu-west-1', from: '--region' },
  ],
  [
    'then AWS_REGION',
    undefined,
    { AWS_REGION: 'a', AWS_DEFAULT_REGION: 'b' },
    { region: 'a', from: 'AWS_REGION' },
  ],
  [
    'then AWS_DEFAULT_REGION',
    undefined,
    { AWS_REGION: '', AWS_DEFAULT_REGION: 'b' },
    { region: 'b', from: 'AWS_DEFAULT_REGION' },
  ],
  ['else the profile has to say', undefined, {}, undefined],
])('the region: %s', (_, region, environment, expected) => {
  expect(namedRegion({ region, profile: undefined }, environment)).toEqual(expected);
});
