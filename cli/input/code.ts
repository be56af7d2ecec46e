import type { CodeDocument } from './collected.ts';
import type { CodeContext, Listing } from './listing.ts';

/** Adds the network ACLs of plans, states and templates. */
export async function listCode(
  documents: readonly CodeDocument[],
  context: CodeContext,
  listing: Listing,
): Promise<void> {
  for (const document of documents) {
    // Evaluated when they are needed: every start would take longer.
    if (document.kind === 'template') {
      const { listTemplate } = await import('./cloudformation/cloudformation.ts');
      listTemplate(document, context, listing);
    } else {
      const { listTerraform } = await import('./terraform/terraform.ts');
      listTerraform(document.kind, document, context, listing);
    }
  }
}
