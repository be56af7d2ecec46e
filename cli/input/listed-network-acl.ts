import type { NetworkAcl } from '../../functions/coverage/network-acl.ts';
import type { Direction, EntryRef, NetworkAclEntry } from '../../functions/coverage/network-acl-entry.ts';

/** Where a network ACL was read. What is not known is undefined. */
export interface InputSource {
  /** As the user named it; undefined: EC2. For a plan it is the HCL file of the resource, where that is found. */
  readonly file: string | undefined;
  /** Of the resource in a plan, a state or a template, such as `module.net["blue"].aws_network_acl.this`. */
  readonly address: string | undefined;
  /** In `file`, from 1. */
  readonly line: number | undefined;
  readonly account: string | undefined;
  readonly region: string | undefined;
  /** Account and region as reports show them; absent: the input is not of an organisation. */
  readonly member?: string;
}

/** What is known only after a plan or template is applied. */
export type UnknownPart =
  /** A condition of a template that may be true or false, such as `condition IsProduction`. */
  | { readonly kind: 'condition'; readonly expression: string }
  | {
      readonly kind: 'value';
      /** Undefined: the direction is not known either. */
      readonly direction: Direction | undefined;
      /** Undefined: the rule number is not known either. */
      readonly ruleNumber: number | undefined;
      /** The expression that gives the value, such as `aws_vpc.other.cidr_block`; somebody else's text. */
      readonly expression: string;
    }
  | {
      /** The input has only some of the rules: the network ACL is managed elsewhere. */
      readonly kind: 'rules';
      /** Those that it has. */
      readonly listed: readonly EntryRef[];
      /** The id or the expression that names the network ACL. */
      readonly expression: string;
    };

/** Why a network ACL counts nowhere. */
export interface Muted {
  readonly by: 'tag' | 'comment' | 'metadata';
  /** Somebody else's text, often empty. */
  readonly reason: string;
}

/** How the rules of a network ACL are written in the code that manages it. */
export type Code =
  | { readonly language: 'terraform'; readonly address: string; readonly style: 'inline' | 'resources' }
  | { readonly language: 'cloudformation'; readonly logicalId: string };

/** What happens to a network ACL: `before` is undefined for one that is created. */
export interface InputChange {
  readonly before: NetworkAcl | undefined;
}

/** A network ACL as the input shows it. */
export interface InputNetworkAcl {
  /** After the change, without the rules that are not known. Its id is empty where it is known only after apply. */
  readonly networkAcl: NetworkAcl;
  /** Empty: all is known. */
  readonly unknown: readonly UnknownPart[];
  /** What its entries can be: a gap of all of these exists whatever the values are. */
  readonly possible: readonly (readonly NetworkAclEntry[])[];
  /** Undefined: the input shows one moment, no change. */
  readonly change: InputChange | undefined;
  readonly muted: Muted | undefined;
  readonly code: Code | undefined;
}

/** A network ACL of the input. It is parsed when it is needed: ten thousand parsed ones take twice the memory. */
export interface ListedNetworkAcl {
  /** Empty where it is known only after apply. */
  readonly networkAclId: string;
  readonly parse: () => InputNetworkAcl;
  readonly source: InputSource;
}

/** A network ACL, or a whole file, that cannot be read. The exit code is 2 at the end. */
export interface UnreadableInput {
  readonly file: string;
  /** The id or the address, as far as it is known. */
  readonly networkAcl: string | undefined;
  /** A sentence that begins with the file and ends without a full stop. */
  readonly reason: string;
}
