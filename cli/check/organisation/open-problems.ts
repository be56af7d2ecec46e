import type { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { parseFinding } from '../../../functions/aws/finding-item.ts';
import type { Item } from '../../../functions/aws/table-pages.ts';
import type { Severity } from '../../../functions/coverage/severity.ts';
import { ParseError } from '../../../functions/parsing/definition.ts';
import { type NetworkAclKey, openAlert } from '../../../functions/review/finding.ts';
import { parseMember } from '../../../functions/review/member.ts';
import type { AlertKind } from '../../../functions/review/words/alert-kind.ts';
import { scanFindings } from '../../members/scan-findings.ts';

/** A network ACL with a problem that was reported and is not over. */
export interface OpenProblem extends NetworkAclKey {
  readonly kind: AlertKind;
  readonly severity: Severity;
  readonly since: Date;
}

/** What the findings table has, and why some of its items cannot be read. */
export interface RecordedProblems {
  readonly open: readonly OpenProblem[];
  readonly unreadable: readonly string[];
}

/** Reads the whole findings table of a hub. @throws what `ask` throws */
export async function readOpenProblems(client: DynamoDBClient, table: string): Promise<RecordedProblems> {
  const open: OpenProblem[] = [];
  const unreadable: string[] = [];
  for await (const item of scanFindings(client, table)) {
    try {
      open.push(...toOpenProblem(item));
    } catch (error) {
      if (!(error instanceof ParseError)) throw error;
      unreadable.push(error.message);
    }
  }
  return { open, unreadable };
}

function toOpenProblem(item: Item): OpenProblem[] {
  const finding = parseFinding(item, parseMember(item.member?.S ?? ''));
  const alert = openAlert(finding);
  const { account, region, networkAclId, since } = finding;
  if (alert === undefined) return [];
  return [{ account, region, networkAclId, since, kind: alert.kind, severity: alert.severity }];
}
