import type { NetworkAclEntry } from '../../coverage/network-acl-entry.ts';
import type { CreateResult, FoundNetworkAcl, NetworkAclPage, NetworkAcls } from '../../review/interfaces.ts';
import type { Member } from '../../review/member.ts';
import { UnreachableError } from '../../review/unreachable.ts';
import { isDenial, toErrorCode } from '../denial.ts';
import type { ExpiringMap } from '../exposure/expiring-map.ts';
import { RefusedError } from './assume-role.ts';
import type { Written } from './member-roles.ts';

/**
 * How EC2 refuses a region that is not enabled in the account, after the session was renewed
 * (https://github.com/turbot/steampipe-plugin-aws/issues/75), and an account that AWS has suspended or not yet verified
 * (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html).
 */
const DISABLED: ReadonlySet<string> = new Set([
  ...['AuthFailure', 'OptInRequired'],
  ...['Blocked', 'PendingVerification'],
]);

/** Creates with a session for one network ACL, or with the function's role. @throws what assuming the role throws */
export type OpenWriter = (written: Written) => Promise<Pick<NetworkAcls, 'create'>>;

/** The code with which STS refused the role that writes, by account, for as long as it is remembered. */
export type WriteRefusals = Pick<ExpiringMap<string>, 'get' | 'set'>;

/** The network ACLs of another account or region: that the hub may not read them is one fact about the member. */
export class MemberNetworkAcls implements NetworkAcls {
  readonly account: string;
  readonly region: string;
  readonly partition: string;
  readonly #reader: Omit<NetworkAcls, 'create'>;
  readonly #openWriter: OpenWriter;
  readonly #refusals: WriteRefusals;

  constructor(reader: Omit<NetworkAcls, 'create'>, openWriter: OpenWriter, refusals: WriteRefusals) {
    this.account = reader.account;
    this.region = reader.region;
    this.partition = reader.partition;
    this.#reader = reader;
    this.#openWriter = openWriter;
    this.#refusals = refusals;
  }

  /** @throws UnreachableError; else where EC2 or STS do not answer */
  async read(networkAclIds: readonly string[]): Promise<ReadonlyMap<string, FoundNetworkAcl>> {
    const found = await this.#reach(this.#reader.read(networkAclIds));
    for (const one of found.values())
      if (one.kind === 'unreadable' && one.reason.kind === 'not-allowed')
        throw new UnreachableError(this.#member, one.reason.code);
    return found;
  }

  /** @throws as {@link read} */
  list(nextToken: string | undefined): Promise<NetworkAclPage> {
    return this.#reach(this.#reader.list(nextToken));
  }

  names(ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.#reader.names(ids);
  }

  async create(networkAclId: string, entry: NetworkAclEntry, eventId?: string): Promise<CreateResult> {
    const code = this.writeRefusal();
    if (code !== undefined) return { kind: 'role-refused', code };
    try {
      const writer = await this.#openWriter({ ...this.#member, networkAclId, ...(eventId && { eventId }) });
      return await writer.create(networkAclId, entry);
    } catch (error) {
      // Without a session nothing was asked of EC2. What keeps STS from answering passes, as throttling does.
      if (!(error instanceof RefusedError)) return { kind: 'throttled' };
      this.#refusals.set(this.account, error.code);
      return { kind: 'role-refused', code: error.code };
    }
  }

  writeRefusal(): string | undefined {
    return this.#refusals.get(this.account);
  }

  get #member(): Member {
    return { account: this.account, region: this.region };
  }

  async #reach<T>(reading: Promise<T>): Promise<T> {
    try {
      return await reading;
    } catch (error) {
      const code = toUnreachableCode(error);
      throw code === undefined ? error : new UnreachableError(this.#member, code);
    }
  }
}

/** Undefined where another try may succeed. */
function toUnreachableCode(error: unknown): string | undefined {
  if (error instanceof RefusedError) return error.code;
  const code = toErrorCode(error);
  return isDenial(error) || DISABLED.has(code) ? code : undefined;
}
