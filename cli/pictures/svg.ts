/** Fonts that most machines have, by their use. */
export const FONTS = {
  text: "'Segoe UI', 'Liberation Sans', 'DejaVu Sans', Helvetica, Arial, sans-serif",
  code: "Menlo, Consolas, 'Liberation Mono', 'DejaVu Sans Mono', monospace",
} as const;

export interface TextStyle {
  readonly font?: keyof typeof FONTS;
  /** Pixels. */
  readonly size?: number;
  readonly color?: string;
  readonly bold?: boolean;
}

/** One line of text, its baseline at `y`. */
export function text(x: number, y: number, content: string, style: TextStyle = {}): string {
  const { font = 'text', size = 14, color = '#1d1c1d', bold = false } = style;
  const weight = bold ? ' font-weight="700"' : '';
  return `<text x="${x}" y="${y}" font-family="${FONTS[font]}" font-size="${size}" fill="${color}"${weight} xml:space="preserve">${escapeXml(content)}</text>`;
}

export interface BoxStyle {
  readonly fill: string;
  readonly stroke?: string;
  readonly radius?: number;
}

export function box(
  x: number,
  y: number,
  width: number,
  height: number,
  { fill, stroke = 'none', radius = 0 }: BoxStyle,
): string {
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${radius}" fill="${fill}" stroke="${stroke}"/>`;
}

/** A whole picture. @param title - its content in words, for screen readers */
export function svg(width: number, height: number, title: string, parts: readonly string[]): string {
  const head = `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img">`;
  return [head, `<title>${escapeXml(title)}</title>`, ...parts, '</svg>', ''].join('\n');
}

function escapeXml(content: string): string {
  return content.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

/** Breaks lines between words where they have more than so many characters. */
export function wrap(line: string, most: number): string[] {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > most) {
    const space = rest.lastIndexOf(' ', most);
    // A word that is longer than a line, or only the margin before it: break inside it.
    const end = space > rest.length - rest.trimStart().length ? space : most;
    lines.push(rest.slice(0, end));
    rest = rest.slice(end).trimStart();
  }
  return [...lines, rest];
}
