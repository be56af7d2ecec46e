const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** `<name>children</name>`; the children are XML already. */
export function element(name: string, ...children: readonly string[]): string {
  return `<${name}>${children.join('')}</${name}>`;
}

/** `<name>value</name>` with the value escaped; nothing at all for an absent value. */
export function textElement(name: string, value: string | number | boolean | undefined): string {
  return value === undefined ? '' : element(name, escapeText(String(value)));
}

/** EC2's lists: `<name><item>…</item></name>`, and `<name/>` when there is nothing in it. */
export function itemList(name: string, items: readonly string[]): string {
  return items.length === 0 ? `<${name}/>` : element(name, ...items.map(item => element('item', item)));
}

function escapeText(value: string): string {
  return value.replace(/[&<>]/g, character => ENTITIES[character] ?? character);
}
