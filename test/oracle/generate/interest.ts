import { isDefaultRule, TRANSPORTS } from '../entry.ts';
import type { Examined } from '../examined.ts';
import { toReceivers, toSides } from '../services.ts';

/** What makes a generated case worth its while, by name. */
export function toTraits({ it, report, judgement }: Examined): string[] {
  const receivers = TRANSPORTS.flatMap(transport =>
    toReceivers(toSides(it.entries, 'egress'), transport, it.settings, judgement.points),
  );
  const has = (trait: string, present: boolean) => (present ? [trait] : []);
  const reasons = new Set(report.unplaced.map(({ reason }) => reason));
  return [
    judgement.status,
    `severity ${judgement.severity}`,
    ...has(
      'denied by an entry',
      report.gaps.some(({ direction, deniedBy }) => direction === 'egress' && deniedBy),
    ),
    ...has(
      'ingress gap',
      report.gaps.some(({ direction }) => direction === 'ingress'),
    ),
    ...has('receivers', receivers.length > 0),
    ...has('plan', report.planned.length > 0),
    ...has('plan of three or more', report.planned.length > 2),
    ...has(
      'plan with denies',
      report.planned.some(({ action }) => action === 'deny'),
    ),
    ...[...reasons].map(reason => `unplaced: ${reason}`),
    ...has('full list', it.entries.filter(entry => !isDefaultRule(entry)).length >= 40),
    ...has('both families', new Set(it.entries.map(({ block }) => block.family)).size > 1),
  ];
}
