import type { SQSBatchResponse, SQSRecord } from 'aws-lambda';
import { type AdmittedAccounts, type ChangeOrigin, isAdmitted, parseOrigin } from '../aws/change-origin.ts';
import { parseJson } from '../parsing/json-text.ts';
import { looseObject, maybe } from '../parsing/structures.ts';
import { time } from '../parsing/values.ts';
import type { NetworkAclKey } from '../review/finding.ts';
import type { Log, ReviewContext } from '../review/interfaces.ts';
import { formatMember, type Member } from '../review/member.ts';
import { createGuard } from './guard.ts';
import type { NoteChange } from './note-changes.ts';
import { type RequestReport, tryToRequestReport } from './request-report.ts';

/** All that the guard of a hub needs from outside. */
export interface HubGuardContext {
  /** The hub's own account and region. */
  readonly home: Member;
  readonly admission: AdmittedAccounts;
  readonly contextOf: (member: Member) => ReviewContext;
  /** For changes of other members. Never rejects. */
  readonly noteChange: NoteChange;
  readonly requestReport: RequestReport;
  readonly log: Log;
}

/**
 * Gives each change of a batch to the guard of its account and region. The members do not wait for each other: EC2
 * throttles each account and region by itself.
 */
export function createHubGuard(context: HubGuardContext) {
  return async ({ Records }: { readonly Records: readonly SQSRecord[] }): Promise<SQSBatchResponse> => {
    const admitted = Records.flatMap(record => admit(record, context));
    const pending: NetworkAclKey[] = [];
    const requestReport = async (keys: readonly NetworkAclKey[]) => void pending.push(...keys);
    const groups = [...Map.groupBy(admitted, ({ member }) => formatMember(member)).values()];
    const responses = await Promise.all(
      groups.map(async ([first, ...rest]) => {
        if (first === undefined) return [];
        const isReviewedThere = (account: string) =>
          isAdmitted({ ...first.member, account }, context.home, context.admission);
        const guard = createGuard({ ...context.contextOf(first.member), requestReport, isReviewedThere });
        const { batchItemFailures } = await guard({ Records: [first, ...rest].map(({ record }) => record) });
        if (!isSame(first.member, context.home))
          await context.noteChange(first.member, latestOf([first, ...rest]));
        return batchItemFailures;
      }),
    );
    if (pending.length > 0) await tryToRequestReport(pending, context);
    return { batchItemFailures: responses.flat() };
  };
}

/** A message, and the member that its change happened in. */
interface Admitted {
  readonly member: Member;
  readonly record: SQSRecord;
  /** When the change happened; absent: its event does not say. */
  readonly at?: Date;
}

/** Nothing for a change of an account that may be no member, or that names two places. */
function admit(record: SQSRecord, { home, admission, log }: HubGuardContext): Admitted[] {
  const origin = toOrigin(record, home, admission);
  if (origin.kind === 'member') return [{ ...origin, record }];
  const { kind: outcome, reason } = origin;
  log({ level: 'INFO', message: 'review finished', outcome, reason, messageIds: [record.messageId] });
  return [];
}

const EVENT = looseObject({ time: maybe(time) });

/** What is no JSON is the hub's own: its guard says what is wrong with it. */
function toOrigin(
  { body }: SQSRecord,
  home: Member,
  admission: AdmittedAccounts,
): ChangeOrigin & Pick<Admitted, 'at'> {
  try {
    const event = parseJson(body);
    const { time: at } = EVENT.parse(event);
    return { ...parseOrigin(event, home, admission), ...(at && { at }) };
  } catch {
    return { kind: 'member', member: home };
  }
}

/** One change without a time is as late as any. */
function latestOf(changes: readonly Admitted[]): Date | undefined {
  const times = changes.flatMap(({ at }) => at?.getTime() ?? []);
  return times.length < changes.length ? undefined : new Date(Math.max(...times));
}

function isSame(one: Member, other: Member): boolean {
  return formatMember(one) === formatMember(other);
}
