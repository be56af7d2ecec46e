import { isFixed } from '../../review/words/alert-kind.ts';

/** What a heading is made of. */
interface Titled {
  readonly kind: string;
  readonly title: string;
  readonly severity: string;
  readonly account: string;
  readonly region: string;
  /** What is in brackets at the end of the title; absent: account and region. */
  readonly place?: string;
}

const CIRCLES: Readonly<Record<string, string>> = { high: '🔴', medium: '🟠', low: '🟡' };

/** The title without the place, behind a coloured circle: the word in brackets says the same without colour. */
export function toHeading({ kind, title, severity, ...where }: Titled): string {
  const { account, region, place = `${account} ${region}` } = where;
  const end = ` (${place})`;
  const short = title.endsWith(end) ? title.slice(0, -end.length) : title;
  if (short.trim() === '') return '';
  const isOver = isFixed(kind) || severity === 'none';
  const circle = isOver ? '🟢' : Object.hasOwn(CIRCLES, severity) ? CIRCLES[severity] : '⚪';
  return `${circle} ${short}`;
}
