/** Why a network ACL that exists cannot be evaluated. */
export type Unreadable =
  /** The guard's role may not read it. */
  | {
      readonly kind: 'not-allowed';
      /** EC2's error code. */
      readonly code: string;
      /** The name of the role; absent where EC2 does not say it. */
      readonly role?: string;
    }
  /** A field is not as EC2 describes one. */
  | {
      readonly kind: 'malformed';
      /** With the network ACL and the rule, such as `acl-1 egress rule 100: CidrBlock`. */
      readonly field: string;
      /** The value as JSON, or `missing`. */
      readonly found: string;
      readonly expected: string;
    };
