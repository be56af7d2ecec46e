import type { Ground } from './areas.ts';
import { DIRECTIONS, inRange, TRANSPORTS } from './entry.ts';
import { matchesAt, permits } from './first-match.ts';
import { neverAnswers, toSides } from './services.ts';

/**
 * Section 5, before reading: whether a reply is denied if every allow is a service, except one-way UDP and port 0, in
 * either direction.
 */
export function needsExposure({ it, areas, ports }: Ground): boolean {
  return DIRECTIONS.some(direction => {
    const sides = toSides(it.entries, direction);
    return TRANSPORTS.some(transport => {
      const answered = [...ports[transport].keys()].filter(port => !neverAnswers(transport, port));
      const required = [...ports[transport].keys()].filter(port =>
        it.settings.required.some(range => inRange(range, port)),
      );
      return areas.some(({ family, address }) => {
        const isMet = (entry: (typeof it.entries)[number]) => matchesAt(entry, family, transport, address);
        const [requests, replies] = [sides.requests.filter(isMet), sides.replies.filter(isMet)];
        return (
          answered.some(port => permits(requests, port)) && required.some(port => !permits(replies, port))
        );
      });
    });
  });
}
