/** The same value with the keys of EC2. Other SDKs write null for a missing value. */
export function toEc2Keys(json: unknown): unknown {
  // Most files come from the AWS CLI: no copy then.
  return hasEc2Keys(json) ? json : copy(json);
}

function hasEc2Keys(json: unknown): boolean {
  if (typeof json !== 'object' || json === null) return true;
  if (Array.isArray(json)) return json.every(hasEc2Keys);
  for (const key in json) {
    const value: unknown = (json as Record<string, unknown>)[key];
    if (value === null || toEc2Key(key) !== key || !hasEc2Keys(value)) return false;
  }
  return true;
}

function copy(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(copy);
  if (typeof json !== 'object' || json === null) return json;
  const present = Object.entries(json).filter(([, value]) => value !== null);
  return Object.fromEntries(present.map(([key, value]) => [toEc2Key(key), copy(value)]));
}

/** A cache: each key occurs many thousand times. */
const EC2_KEYS = new Map<string, string>();

/** EC2 writes `CidrBlock` where other SDKs write `cidrBlock` or `cidr_block`. */
export function toEc2Key(key: string): string {
  const known = EC2_KEYS.get(key);
  if (known !== undefined) return known;
  const written = key.replaceAll(/(?:^|_)([a-z])/g, (_, letter: string) => letter.toUpperCase());
  EC2_KEYS.set(key, written);
  return written;
}
