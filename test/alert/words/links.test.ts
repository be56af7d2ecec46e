import { expect, it } from 'vitest';
import { changeLink, networkAclLink } from '../../../functions/alert/words/links.ts';

it.each([
  ['aws', 'eu-central-1', 'https://eu-central-1.console.aws.amazon.com'],
  ['aws-cn', 'cn-north-1', 'https://console.amazonaws.cn'],
  ['aws-us-gov', 'us-gov-west-1', 'https://console.amazonaws-us-gov.com'],
])('links of partition %s lead to its console', (partition, region, console) => {
  const place = { partition, region };
  expect(networkAclLink(place, 'acl-1')).toBe(
    `${console}/vpcconsole/home?region=${region}#NetworkAclDetails:networkAclId=acl-1`,
  );
  expect(changeLink(place, 'a b&c')).toBe(`${console}/cloudtrailv2/home?region=${region}#/events/a%20b%26c`);
});
