/** The same value with the keys of EC2. Other SDKs write null for a missing value. */
export function toEc2Keys(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(toEc2Keys);
  if (typeof json !== 'object' || json === null) return json;
  const present = Object.entries(json).filter(([, value]) => value !== null);
  return Object.fromEntries(present.map(([key, value]) => [toEc2Key(key), toEc2Keys(value)]));
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
