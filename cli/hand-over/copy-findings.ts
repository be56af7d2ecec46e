import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { parseFinding, toItem } from '../../functions/aws/finding-item.ts';
import type { Item } from '../../functions/aws/table-pages.ts';
import { ParseError } from '../../functions/parsing/definition.ts';
import type { Finding } from '../../functions/review/finding.ts';
import { formatMember, type Member } from '../../functions/review/member.ts';
import { ask } from '../deployment/ask.ts';
import { mapAtOnce } from '../members/map-at-once.ts';
import { scanFindings } from '../members/scan-findings.ts';
import type { OwnStack } from './context.ts';

/** Items that are written at the same time. */
const AT_ONCE = 8;

/** Where findings are copied to. */
export interface CopyTarget {
  readonly client: DynamoDBClient;
  readonly table: string;
  /** Whether the hub reviews the member already: then what it has on record is newer, and stays. */
  readonly isReviewed: boolean;
}

/** How many findings were copied, and how many the hub had already. */
export interface Copied {
  readonly copied: number;
  readonly kept: number;
}

/**
 * Copies what is on record about an account and region to the table of a hub.
 *
 * @throws what `ask` throws
 */
export async function copyFindings(findings: readonly Item[], target: CopyTarget): Promise<Copied> {
  const written = await mapAtOnce(findings, AT_ONCE, item => put(item, target));
  const copied = written.filter(isWritten => isWritten).length;
  return { copied, kept: findings.length - copied };
}

/** What a stack has on record, and why some of it cannot be used. */
export interface OwnFindings {
  readonly findings: readonly Item[];
  readonly unreadable: readonly string[];
}

/** Reads the findings of a stack, as items of this version. @throws what `ask` throws */
export async function readFindings({ stack, clients, account, region }: OwnStack): Promise<OwnFindings> {
  const member = { account, region };
  const tables = ['FindingsTable', 'MemberFindingsTable'] as const;
  const unreadable: string[] = [];
  const findings = new Map<string, Item>();
  // First the table of 0.1.0: what was carried over from it is newer.
  for (const logicalId of tables) {
    const table = stack.resources.get(logicalId)?.physicalId;
    for await (const item of table ? scanFindings(clients.dynamodb, table) : []) {
      const reason = addItem(findings, item, member);
      if (reason !== undefined) unreadable.push(reason);
    }
  }
  return { findings: [...findings.values()], unreadable };
}

/** @returns why the item cannot be used */
function addItem(findings: Map<string, Item>, item: Item, member: Member): string | undefined {
  const isOther = item.member !== undefined && item.member.S !== formatMember(member);
  if (isOther) return undefined;
  try {
    const finding = parseFinding(item, member);
    findings.set(finding.networkAclId, item.member ? item : toCurrent(finding));
    return undefined;
  } catch (error) {
    if (!(error instanceof ParseError)) throw error;
    return error.message;
  }
}

/** A finding of the table of 0.1.0, as the first write of a review carries it over. */
function toCurrent(finding: Finding): Item {
  return toItem({ ...finding, revision: 1 });
}

/** @returns whether it was written */
async function put(item: Item, { client, table, isReviewed }: CopyTarget): Promise<boolean> {
  const condition = isReviewed && { ConditionExpression: 'attribute_not_exists(networkAclId)' };
  return ask('dynamodb:PutItem', async () => {
    try {
      await client.send(new PutItemCommand({ TableName: table, Item: item, ...condition }));
      return true;
    } catch (error) {
      if (error instanceof Error && error.name === 'ConditionalCheckFailedException') return false;
      throw error;
    }
  });
}
