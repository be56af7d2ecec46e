import type { Alert } from '../../review/words/alert.ts';

/** Where the console of each partition of AWS is (AWS's reference of ARNs and of the console's sign-in pages). */
const CONSOLES: Readonly<Record<string, string>> = {
  aws: 'console.aws.amazon.com',
  'aws-cn': 'console.amazonaws.cn',
  'aws-us-gov': 'console.amazonaws-us-gov.com',
};

/** What links are called. */
export const LINK_LABELS = { networkAcl: 'Network ACL', change: 'Change in CloudTrail' } as const;

type Place = Pick<Alert, 'partition' | 'region'>;

/** The network ACL in the console. */
export function networkAclLink(place: Place, networkAclId: string): string {
  return `${toConsole(place, 'vpcconsole')}#NetworkAclDetails:networkAclId=${encodeURIComponent(networkAclId)}`;
}

/** The event in CloudTrail's event history, which lists it some minutes after the change and for 90 days. */
export function changeLink(place: Place, eventId: string): string {
  return `${toConsole(place, 'cloudtrailv2')}#/events/${encodeURIComponent(eventId)}`;
}

/** Regional from the start: the console would otherwise open in the region that was used last. */
function toConsole({ partition, region }: Place, service: string): string {
  const host = CONSOLES[partition] ?? CONSOLES.aws;
  const place = encodeURIComponent(region);
  // China's and GovCloud's consoles have no name for each region.
  const prefix = partition === 'aws' ? `${place}.` : '';
  return `https://${prefix}${host}/${service}/home?region=${place}`;
}
