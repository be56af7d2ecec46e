/** An HTML element. Texts are children or `textContent`: nothing is parsed as markup. */
export function element(name, properties = {}, ...children) {
  const created = Object.assign(document.createElement(name), properties);
  created.append(...children);
  return created;
}

/** An SVG element. */
export function drawing(name, attributes, ...children) {
  const created = document.createElementNS('http://www.w3.org/2000/svg', name);
  for (const [attribute, value] of Object.entries(attributes)) created.setAttribute(attribute, value);
  created.append(...children);
  return created;
}

export const list = items => element('ul', {}, ...items.map(item => element('li', {}, item)));
