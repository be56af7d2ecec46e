import { parseEnvironment } from '../../../functions/aws/environment.ts';
import { FindingsTable } from '../../../functions/aws/findings-table.ts';
import { listDisagreements } from '../disagreements.ts';
import { toVpcId } from '../ec2-model.ts';
import { HTTP_SIZE, type HttpRegion } from './http-region.ts';

/** Network ACLs of which the table says something else than the rules. */
export async function listTableDisagreements(region: HttpRegion): Promise<readonly string[]> {
  const client = region.createTableClient();
  const { settings, findingsTables } = parseEnvironment(region.toEnvironment());
  const findings = new FindingsTable(() => client, findingsTables);
  try {
    return await listDisagreements({
      ...{ size: HTTP_SIZE, settings, findings },
      get: (member, networkAclId) => region.get(member, networkAclId),
    });
  } finally {
    client.destroy();
  }
}

interface Reported {
  readonly account: string;
  readonly region: string;
  readonly vpcId?: string | null;
}

/** What a message reports of one account although it is of another. @param message - as the topic got it */
export function listMisplaced(message: string): string[] {
  const document = JSON.parse(JSON.parse(message).lambda);
  const reported: readonly Reported[] = document.members ?? [{ ...document, ...document.networkAcl }];
  return reported.flatMap(({ vpcId, ...member }) =>
    vpcId && vpcId !== toVpcId(member) ? [`${vpcId} reported of ${member.account} ${member.region}`] : [],
  );
}
