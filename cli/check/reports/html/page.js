import { element } from './page-elements.js';
import { toDetails } from './page-rows.js';

/** Rows that are shown at first, and with each press of the button: more would make the page slow. */
const PAGE = 100;
/** Problems that are open from the start, where there are few. */
const MOST_OPEN = 3;
const STANDINGS = ['high', 'unknown', 'medium', 'low', 'accepted', 'muted', 'unchanged', 'covered'];

const byId = id => document.getElementById(id);
const rank = ({ standing }) => STANDINGS.indexOf(standing);
const rows = JSON.parse(byId('rows').textContent).sort((one, other) => rank(one) - rank(other));
const texts = rows.map(row => JSON.stringify(row).toLowerCase());
const isProblem = ({ standing }) => ['high', 'unknown', 'medium'].includes(standing);
let matching = rows;
let shown = 0;

function showMore(count) {
  const next = matching.slice(shown, shown + count);
  const isFew = matching.filter(isProblem).length <= MOST_OPEN;
  byId('results').append(...next.map(row => toDetails(row, isFew && isProblem(row))));
  shown += next.length;
  const left = matching.length - shown;
  byId('more').hidden = left === 0;
  byId('more').textContent = `Show ${Math.min(PAGE, left)} more of ${left}`;
}

function checkedStandings() {
  return [...byId('standings').querySelectorAll('input:checked')].map(({ value }) => value);
}

function filter() {
  const words = byId('search').value.toLowerCase().split(/\s+/).filter(Boolean);
  const standings = checkedStandings();
  const wanted = ['vpc', 'account', 'region']
    .map(field => [field, byId(field).value])
    .filter(([, value]) => value);
  matching = rows.filter(
    (row, index) =>
      (standings.length === 0 || standings.includes(row.standing)) &&
      wanted.every(([field, value]) => row[field] === value) &&
      words.every(word => texts[index].includes(word)),
  );
  byId('results').replaceChildren();
  shown = 0;
  showMore(PAGE);
  byId('status').textContent = `${matching.length} of ${rows.length} network ACLs`;
}

function fillSelect(field) {
  const values = [...new Set(rows.map(row => row[field]).filter(Boolean))].sort();
  const options = values.map(value => element('option', { value, textContent: value }));
  byId(field).append(element('option', { value: '', textContent: 'all' }), ...options);
  byId(field).parentElement.hidden = values.length < 2;
}

function fillStandings() {
  for (const standing of STANDINGS) {
    const count = rows.filter(row => row.standing === standing).length;
    if (count === 0) continue;
    const box = element('input', { type: 'checkbox', value: standing });
    byId('standings').append(element('label', {}, box, ` ${standing} (${count})`));
  }
}

/** A print has all that matches, and all of it open. */
function openAll() {
  showMore(matching.length);
  for (const details of byId('results').children) {
    if (details.classList.contains('covered')) continue;
    details.open = true;
    // The browser sends this event later than it prints.
    details.dispatchEvent(new Event('toggle'));
  }
}

for (const field of ['vpc', 'account', 'region']) fillSelect(field);
fillStandings();
document.querySelector('form').addEventListener('input', filter);
document.querySelector('form').addEventListener('submit', event => event.preventDefault());
document.querySelector('form').addEventListener('reset', () => setTimeout(filter));
byId('more').addEventListener('click', () => {
  const first = shown;
  showMore(PAGE);
  byId('results').children[first]?.querySelector('summary')?.focus();
});
window.addEventListener('beforeprint', openAll);
filter();
