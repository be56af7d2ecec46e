/** XML that the cursor does not read: attributes below the root, comments, CDATA, or an end that does not come. */
export class UnusualXmlError extends Error {
  override readonly name = 'UnusualXmlError';
}

const SPACE = ' '.charCodeAt(0);
const SLASH = '/'.charCodeAt(0);
const EXCLAMATION = '!'.charCodeAt(0);
const QUESTION = '?'.charCodeAt(0);
/** The prolog, and the start of the root. */
const ROOT = /^\s*(?:<\?xml[^<>]*\?>\s*)?<([a-zA-Z]\w*)(?:\s+[\w:]+="[^"<]*")*\s*(\/?)>/;
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" };

/** A place in a text of XML as EC2 writes it: elements with either elements or text in them, and no attributes. */
export class XmlCursor {
  readonly #text: string;
  /** Where the last tag starts. */
  #start = 0;
  #at = 0;
  #name = '';
  #isEmpty = false;

  constructor(text: string) {
    this.#text = text;
  }

  /** Of the element that was opened last. */
  get name(): string {
    return this.#name;
  }

  /** Whether that element has no content, and so no end: `<name/>`. */
  get isEmpty(): boolean {
    return this.#isEmpty;
  }

  /** Moves behind the prolog and the start of the root, which may have attributes. @throws UnusualXmlError */
  openRoot(): void {
    const [start, name, slash] = ROOT.exec(this.#text) ?? [];
    if (start === undefined || name === undefined) throw new UnusualXmlError('no root');
    this.#at = start.length;
    this.#name = name;
    this.#isEmpty = slash === '/';
  }

  /** Moves behind the next tag. @returns whether it opens an element; if not, it ends one @throws UnusualXmlError */
  open(): boolean {
    const before = this.#at;
    const opens = this.#openNext();
    // Between elements there is white space, or nothing.
    if (before < this.#start && this.#text.charCodeAt(before) > SPACE) throw new UnusualXmlError('text');
    return opens;
  }

  /** The text of the element that was opened last, to its end. @throws UnusualXmlError where it holds elements */
  readText(): string {
    if (this.#isEmpty) return '';
    const from = this.#at;
    const start = this.#nextTag();
    if (this.#text.charCodeAt(start + 1) !== SLASH) throw new UnusualXmlError(`no text in ${this.#name}`);
    this.expectEnd(this.#name);
    const text = this.#text.slice(from, start);
    return /[&\r\n]/.test(text) ? decode(text) : text;
  }

  /** @throws UnusualXmlError where the last tag is not the end of an element of this name */
  expectEnd(name: string): void {
    if (!this.#text.startsWith(`</${name}>`, this.#start)) throw new UnusualXmlError(`no end of ${name}`);
  }

  /** Moves behind the end of the element that was opened last. @throws UnusualXmlError */
  skip(): void {
    // What is not known by its name may be known without what follows the name.
    if (/\s/.test(this.#name)) throw new UnusualXmlError(this.#name);
    const names = this.#isEmpty ? [] : [this.#name];
    while (names.length > 0)
      if (!this.#openNext()) this.expectEnd(names.pop() ?? '');
      else if (!this.#isEmpty) names.push(this.#name);
  }

  #openNext(): boolean {
    const start = this.#nextTag();
    const first = this.#text.charCodeAt(start + 1);
    if (first === SLASH) return false;
    const end = this.#at - 1;
    this.#isEmpty = this.#text.charCodeAt(end - 1) === SLASH;
    this.#name = this.#text.slice(start + 1, this.#isEmpty ? end - 1 : end);
    if (first === EXCLAMATION || first === QUESTION) throw new UnusualXmlError(this.#name);
    return true;
  }

  /** Moves behind the next tag. @returns where it starts */
  #nextTag(): number {
    const start = this.#text.indexOf('<', this.#at);
    const end = start < 0 ? -1 : this.#text.indexOf('>', start);
    if (end < 0) throw new UnusualXmlError('no end');
    this.#start = start;
    this.#at = end + 1;
    return start;
  }
}

/** As the SDK reads text: a line break and nothing but white space counts as empty. */
function decode(raw: string): string {
  const lines = raw.replace(/\r\n?/g, '\n');
  if (lines.includes('\n') && lines.trim() === '') return '';
  return lines.replace(/&(?:#x([\da-fA-F]{1,6})|#(\d{1,7})|([a-zA-Z]+));/g, (_, hex, decimal, name) => {
    if (name !== undefined) return ENTITIES[name] ?? '';
    return String.fromCharCode(hex === undefined ? Number(decimal) : Number.parseInt(hex, 16));
  });
}
