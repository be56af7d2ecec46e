import { isFixed } from '../../review/words/alert-kind.ts';

/** What a heading is made of. */
interface Titled {
  readonly kind: string;
  readonly title: string;
  readonly severity: string;
  readonly account: string;
  readonly region: string;
}

const CIRCLES: Readonly<Record<string, string>> = { high: '🔴', medium: '🟠', low: '🟡' };

/** The title without the place, behind a coloured circle: the word in brackets says the same without colour. */
export function toHeading({ kind, title, severity, account, region }: Titled): string {
  const place = ` (${account} ${region})`;
  const short = title.endsWith(place) ? title.slice(0, -place.length) : title;
  if (short.trim() === '') return '';
  const isOver = isFixed(kind) || severity === 'none';
  const circle = isOver ? '🟢' : Object.hasOwn(CIRCLES, severity) ? CIRCLES[severity] : '⚪';
  return `${circle} ${short}`;
}
