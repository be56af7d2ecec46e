import type { Finding } from '../review/finding.ts';
import type { Findings, NetworkAcls } from '../review/interfaces.ts';

/**
 * Begins to read the findings of network ACLs while these are being read, so that a review waits for one answer instead
 * of two. Only where nothing is written: what may write has to know the finding as it is after the network ACL was read
 * (docs/adr/0005-announced-writes.md).
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
        for (const id of ids) this.#begin(id);
        return networkAcls.read(ids);
      },
      list: nextToken => networkAcls.list(nextToken),
      names: ids => networkAcls.names(ids),
      create: (networkAclId, entry) => networkAcls.create(networkAclId, entry),
    };
  }

  #begin(networkAclId: string): void {
    const reading = this.#findings.read(networkAclId);
    // Whoever asks for the finding sees the error; without a listener Node would end the process before.
    reading.catch(() => undefined);
    this.#begun.set(networkAclId, reading);
  }

  /** A finding that was begun is given once: the next reader needs it as it is then. */
  read(networkAclId: string): Promise<Finding | undefined> {
    const begun = this.#begun.get(networkAclId);
    this.#begun.delete(networkAclId);
    return begun ?? this.#findings.read(networkAclId);
  }

  write(finding: Finding, previous: Finding | undefined): Promise<void> {
    return this.#findings.write(finding, previous);
  }

  remove(networkAclId: string): Promise<void> {
    return this.#findings.remove(networkAclId);
  }
}
