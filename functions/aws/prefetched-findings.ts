import type { Finding, NetworkAclKey } from '../review/finding.ts';
import type { Findings, NetworkAcls } from '../review/interfaces.ts';

/**
 * Begins to read the findings of network ACLs while these are being read, so that a review waits for one answer instead
 * of two. Only where nothing is written: what may write has to know the finding as it is after the network ACL was read
 * (docs/adr/0016-state-of-a-finding.md).
 */
export class PrefetchedFindings implements Findings {
  readonly #findings: Findings;
  readonly #begun = new Map<string, Promise<Finding | undefined>>();

  constructor(findings: Findings) {
    this.#findings = findings;
  }

  /** The network ACLs, with their findings begun at each read. */
  before(networkAcls: NetworkAcls): NetworkAcls {
    const { account, region, partition } = networkAcls;
    return {
      ...{ account, region, partition },
      read: ids => {
        for (const networkAclId of ids) this.#begin({ account, region, networkAclId });
        return networkAcls.read(ids);
      },
      list: nextToken => networkAcls.list(nextToken),
      names: ids => networkAcls.names(ids),
      create: (networkAclId, entry, eventId) => networkAcls.create(networkAclId, entry, eventId),
    };
  }

  #begin(key: NetworkAclKey): void {
    const reading = this.#findings.read(key);
    // Whoever asks for the finding sees the error; without a listener Node would end the process before.
    reading.catch(() => undefined);
    this.#begun.set(key.networkAclId, reading);
  }

  /** A finding that was begun is given once: the next reader needs it as it is then. */
  read(key: NetworkAclKey): Promise<Finding | undefined> {
    const begun = this.#begun.get(key.networkAclId);
    this.#begun.delete(key.networkAclId);
    return begun ?? this.#findings.read(key);
  }

  write(finding: Finding, previous: Finding | undefined): Promise<'written' | 'outdated'> {
    return this.#findings.write(finding, previous);
  }

  remove(key: NetworkAclKey): Promise<void> {
    return this.#findings.remove(key);
  }
}
