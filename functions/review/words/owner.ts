/** The tag by which teams find their alerts. */
const OWNER_TAG = /^owner$/i;

export function isOwnerTag(key: string): boolean {
  return OWNER_TAG.test(key);
}

/** The owner that the tags name; undefined where they name none. */
export function findOwner(tags: Readonly<Record<string, string>>): string | undefined {
  return Object.entries(tags).find(([key]) => isOwnerTag(key))?.[1];
}
