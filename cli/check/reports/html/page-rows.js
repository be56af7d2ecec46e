import { drawAxis } from './page-axis.js';
import { element, list } from './page-elements.js';

function toFinding({ rule, level, headline, causes, add, advice }) {
  const code = add.map(text => element('li', {}, element('code', { textContent: text })));
  return [
    element('h2', { textContent: `${headline} (${level}, ${rule})` }),
    ...(causes.length > 0 ? [list(causes)] : []),
    ...(code.length > 0 ? [element('p', { textContent: 'Add:' }), element('ul', {}, ...code)] : []),
    ...advice.map(text => element('p', { textContent: text })),
  ];
}

function toClientTable(clients) {
  const cell = (name, textContent, scope) => element(name, scope ? { textContent, scope } : { textContent });
  const head = ['Clients', 'Ports', 'Blocked'].map(text => cell('th', text, 'col'));
  const body = clients.map(({ name, ports, blocked }) =>
    element('tr', {}, cell('th', name, 'row'), cell('td', ports), cell('td', blocked)),
  );
  return element(
    'table',
    {},
    element('thead', {}, element('tr', {}, ...head)),
    element('tbody', {}, ...body),
  );
}

function toBody({ findings, axes = [], clients = [], assumed = [], muted }) {
  return element(
    'div',
    {},
    ...(muted ? [element('p', { textContent: `Muted: ${muted}` })] : []),
    ...findings.flatMap(toFinding),
    ...axes.flatMap(axis => [element('p', { textContent: `Replies ${axis.name}` }), drawAxis(axis)]),
    ...(clients.length > 0 ? [toClientTable(clients)] : []),
    ...(assumed.length > 0
      ? [element('p', { className: 'assumed', textContent: 'Assumed:' }), list(assumed)]
      : []),
    ...(findings.length === 0
      ? [element('p', { textContent: 'Every reply that is required gets through.' })]
      : []),
  );
}

/** The body of a row is made when the row is opened. */
export function toDetails(row, isOpen) {
  const { standing, name, id, aclId, vpc, account, region, place, change, unused, findings } = row;
  const where = [name && id, aclId, vpc, account, region, place, change, unused && 'unused'].filter(Boolean);
  const details = element('details', { className: standing });
  const headline = findings.length > 0 ? findings[0].headline : '';
  details.append(
    element(
      'summary',
      {},
      element('span', { className: 'badge', textContent: standing }),
      element('span', { className: 'name', textContent: name ?? id }),
      element('span', { className: 'where', textContent: `  ${where.join('  ')}` }),
      element('span', { className: 'headline', textContent: headline }),
    ),
  );
  const fill = () => details.childElementCount === 1 && details.append(toBody(row));
  details.addEventListener('toggle', fill);
  if (isOpen) {
    fill();
    details.open = true;
  }
  return details;
}
