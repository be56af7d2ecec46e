import type { CodeContext } from '../code.ts';
import type { CodeDocument } from '../collected.ts';
import type { Listing } from '../listing.ts';

export function listTemplate(_document: CodeDocument, _context: CodeContext, _listing: Listing): void {}
