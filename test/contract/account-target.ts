import type { AccountOptions } from './account/clients.ts';
import type { ContractRegion } from './aws-contract.ts';

/** The variable that names an account to the suite's process; only main.ts sets it, for `--aws`. */
export const ACCOUNT_VARIABLE = 'CONTRACT_ACCOUNT';

/** An account, and what was made there for the suite. */
export interface AccountTarget {
  readonly account: AccountOptions;
  readonly region: ContractRegion;
}
