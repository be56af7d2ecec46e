import type { CodeDocument } from './collected.ts';
import type { FindNetworkAcl, Listing } from './listing.ts';

/** What plans and templates need beside themselves. */
export interface CodeContext {
  /** Finds what they only refer to. */
  readonly find: FindNetworkAcl;
  /** The file with the values of a template's parameters. */
  readonly parameters: string | undefined;
}

/** Adds the network ACLs of plans, states and templates. */
export async function listCode(
  documents: readonly CodeDocument[],
  context: CodeContext,
  listing: Listing,
): Promise<void> {
  for (const document of documents) {
    if (document.kind === 'template') {
      const { listTemplate } = await import('./cloudformation/cloudformation.ts');
      listTemplate(document, context, listing);
    } else {
      const { listTerraform } = await import('./terraform/terraform.ts');
      listTerraform(document.kind, document, context, listing);
    }
  }
}
