import type { Direction } from '../../coverage/network-acl-entry.ts';
import type { Alert } from '../../review/words/alert.ts';

/**
 * An alert as a versioned JSON document, for programs: what functions and queues that subscribe to the topic get, and
 * what the Slack function renders. Fields are added, never changed or removed, within a version. What is not known is
 * null. Every text is on one line, unless it says otherwise, without control characters.
 *
 * The schema is docs/alert.schema.json.
 */
export interface AlertDocument {
  readonly version: '1';
  /** The same for the same problem: a repeated alert can be told from a new one. */
  readonly id: string;
  readonly kind: Alert['kind'];
  /** How bad it is, or, where it is mended, was. */
  readonly severity: 'none' | 'low' | 'medium' | 'high';
  readonly status: 'covered' | 'gap' | 'unknown';
  readonly mode: Alert['mode'];
  readonly account: string;
  readonly region: string;
  /** The subject of the email: at most 99 characters of ASCII. */
  readonly title: string;
  /** The one sentence that says what is wrong, or no longer is, and for whom. */
  readonly summary: string;
  /** When it was first seen, ISO 8601, UTC. */
  readonly since: string;
  readonly networkAcl: DocumentNetworkAcl;
  /** The gaps, of both directions; at most 50 of them. */
  readonly gaps: readonly DocumentGap[];
  readonly gapsOmitted: number;
  /** What is denied, for people, and indented below why; at most 24 lines. */
  readonly denied: readonly string[];
  /** The port axis of each direction and protocol that is hit, for people, in a font of fixed width. */
  readonly bars: readonly string[];
  /** What each kind of client gets of the required replies. */
  readonly clients: readonly DocumentClient[];
  /** What is new and what is gone since the last alert about the same network ACL; empty where nothing is, or was. */
  readonly changes: readonly string[];
  /** The latest change that led to the review; null where none did. */
  readonly change: DocumentChange | null;
  readonly guard: {
    /** What the guard did about it, or why it did nothing; a line each. */
    readonly did: readonly string[];
    /** The commands that take away what it added. */
    readonly undo: readonly string[];
  };
  /** What a person can do: after whatever the guard did. */
  readonly fix: {
    /** Commands of the AWS CLI, in the order in which they are to be run. */
    readonly cli: readonly string[];
    /** The same as resources of Terraform and CloudFormation, texts of several lines; empty where there is none, or too much. */
    readonly terraform: string;
    readonly cloudformation: string;
    /** Why no command mends it, or not all of it. */
    readonly notes: readonly string[];
  };
  readonly links: {
    /** The network ACL in the console. */
    readonly networkAcl: string;
    /** The change in CloudTrail's event history. */
    readonly change: string | null;
  };
}

export interface DocumentNetworkAcl {
  readonly id: string;
  /** Of its Name tag. */
  readonly name: string | null;
  readonly vpcId: string | null;
  readonly vpcName: string | null;
  /** At most 20 of them. */
  readonly subnets: readonly { readonly id: string; readonly name: string | null }[];
  readonly subnetsOmitted: number;
}

export interface DocumentGap {
  readonly direction: Direction;
  readonly protocol: 'tcp' | 'udp';
  readonly cidr: string;
  readonly fromPort: number;
  readonly toPort: number;
  readonly deniedBy: 'default' | 'entry';
  readonly ruleNumber: number | null;
  readonly admittedBy: readonly number[];
}

export interface DocumentClient {
  readonly client: 'linux' | 'windows' | 'windows-legacy' | 'nat-elb-lambda';
  /** For people, such as `Windows`. */
  readonly name: string;
  readonly fromPort: number;
  readonly toPort: number;
  /** Null where none of its ports is required. */
  readonly replies: 'allowed' | 'partial' | 'blocked' | null;
}

export interface DocumentChange {
  /** The EC2 action, such as `CreateNetworkAclEntry`. */
  readonly action: string;
  /** What was changed, such as `inbound rule 100`. */
  readonly target: string | null;
  readonly actor: string | null;
  readonly sourceAddress: string | null;
  /** The tool, such as `Terraform` or `AWS console`, where it is recognised. */
  readonly tool: string | null;
  readonly userAgent: string | null;
  /** ISO 8601, UTC. */
  readonly at: string | null;
  /** CloudTrail's id of the event. */
  readonly eventId: string | null;
}
