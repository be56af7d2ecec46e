import { compareGaps } from './compare-gaps.ts';
import { differing } from './differing.ts';
import { DIRECTIONS, TRANSPORTS } from './entry.ts';
import type { Judged, Judgement } from './judgement.ts';
import { findUnmerged } from './rectangles.ts';
import type { Report } from './report.ts';

/** Where the engine's report differs from the oracle's judgement; empty where they agree. */
export function findDisagreements(judgement: Judgement, report: Report): string[] {
  return [
    ...differing('status', judgement.status, report.status),
    ...differing('severity', judgement.severity, report.severity),
    ...differing('ingress severity', judgement.ingressSeverity, report.ingressSeverity),
    ...compareClients(judgement, report),
    ...compareServed([...judgement.egress, ...judgement.ingress], report.served),
    ...compareGaps(judgement, report.gaps),
    ...findUnmerged(report.gaps),
  ];
}

function compareClients(judgement: Judgement, report: Report): string[] {
  const clients = Object.keys({ ...judgement.clients, ...report.clients });
  return clients.flatMap(client => {
    const [expected, actual] = [judgement.clients[client], report.clients[client]];
    const apart = Math.abs((expected?.deniedShare ?? -1) - (actual?.deniedShare ?? -1));
    return [
      ...differing(client, expected?.replies, actual?.replies),
      // Shares are quotients of whole numbers, whose last bits differ with the way of adding up.
      ...(apart < 1e-9 ? [] : differing(`${client}, denied`, expected?.deniedShare, actual?.deniedShare)),
    ];
  });
}

function compareServed(judged: readonly Judged[], served: Report['served']): string[] {
  return DIRECTIONS.flatMap(direction =>
    TRANSPORTS.flatMap(transport => {
      const isOf = (one: Report['served'][number]) =>
        one.direction === direction && one.transport === transport;
      const expected = judged.some(one => isOf(one) && one.evidence !== undefined);
      return differing(`services, ${direction} ${transport}`, expected, served.some(isOf));
    }),
  );
}
