import type { AwsCredentialIdentityProvider } from '@smithy/types';
import type { Hub } from '../../members/hub.ts';
import type { DoctorClients } from '../clients.ts';
import type { CheckContext } from '../deployment.ts';

/** What `--organisation` is asked to do besides. */
export interface OrganisationOptions {
  /** A role that the user may assume in every account of a member; absent: only the hub's account is read. */
  readonly roleName?: string;
  /** The stack set that deploys the members; absent: as the template of the project names it. */
  readonly stackSet?: string;
  /** Whether the names of accounts are written to the registry. */
  readonly recordNames: boolean;
}

/** What the checks of an organisation need. */
export interface OrganisationContext extends CheckContext {
  readonly options: OrganisationOptions;
  readonly createClients: (
    region: string,
    profile: string | undefined,
    credentials?: AwsCredentialIdentityProvider,
  ) => DoctorClients;
}

/** A hub that is deployed, and what its checks need. */
export interface HubContext extends OrganisationContext {
  readonly hub: Hub;
}

/** What the names of the hub's roles, rules and bus begin with. */
export function namespaceOf({ hub }: HubContext): string {
  // CloudFormation's Ref of a bus is its name.
  return hub.stack.resources.get('HubBus')?.physicalId ?? '';
}
