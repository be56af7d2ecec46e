import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SCRAPS } from '../../../fixtures/hostile-text.ts';
import { acl, createFolder, entry, HALF, named, REPLIES, run, SSH, thirty } from '../program.ts';
import { CHROMIUM, launch } from './browser.ts';
import { CHANGED_PLAN } from './changed-plan.ts';

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const file = createFolder();
let browser: Browser;

beforeAll(async () => {
  if (CHROMIUM === undefined) console.log('skipped: Chromium is not installed (CHROMIUM names another path)');
  else browser = await launch();
});
afterAll(() => browser?.close());

/** The page about these network ACLs, and what went wrong in it. */
async function openPage(
  name: string,
  input: unknown,
  options: Parameters<Browser['newPage']>[0] = {},
  flags: string[] = [],
) {
  const html = file(`${name}.html`, '');
  await run([file(`${name}.json`, input), '--format', 'html', '-o', html, ...flags]);
  const page = await browser.newPage(options);
  const faults: string[] = [];
  page.on('console', message => faults.push(message.text()));
  page.on('pageerror', error => faults.push(error.message));
  page.on('request', request => request.url().startsWith('file:') || faults.push(request.url()));
  await page.goto(pathToFileURL(html).href);
  return { page, faults };
}

/** What axe-core finds. Its script is evaluated by the debugger, which the policy of the page does not hold back. */
async function violationsOf(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  return page.evaluate(async () => {
    const { axe } = globalThis as unknown as {
      axe: { run: () => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };
    };
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`);
  });
}

const many = (count: number) =>
  Array.from({ length: count }, (_, index) => ({
    ...named(
      `acl-${index}`,
      `name-${index}`,
      index % 3 === 0 ? [SSH] : index % 7 === 0 ? [SSH, HALF] : [SSH, REPLIES],
    ),
    VpcId: `vpc-${index % 40}`,
    OwnerId: `12345678901${index % 2}`,
  }));

/** In the page: the longest time that a search takes until the page is laid out again, in milliseconds. */
const SLOWEST_SEARCH = `Math.max(...['n', 'na', 'name-1', 'name-12', 'nothing', ''].map(text => {
  const start = performance.now();
  const search = document.querySelector('#search');
  search.value = text;
  search.dispatchEvent(new Event('input', { bubbles: true }));
  document.body.getBoundingClientRect();
  return performance.now() - start;
}))`;

const status = (page: Page) => page.textContent('#status');

describe.skipIf(CHROMIUM === undefined)('the page', () => {
  it('shows the worst first, with counts and the verdict', async () => {
    const { page, faults } = await openPage('thirty', thirty());
    expect(await page.textContent('h1')).toBe(
      '30 network ACLs: 4 high, 4 medium, 2 low, 1 muted, 19 covered',
    );
    expect(await page.textContent('.verdict')).toBe('Failed: 8 of 30 at or above medium (--fail-on).');
    const badges = await page.locator('.badge').allTextContents();
    expect(badges.slice(0, 8)).toEqual([...Array(4).fill('high'), ...Array(4).fill('medium')]);
    expect(faults).toEqual([]);
  });

  it('searches and filters by result, VPC and account', async () => {
    const { page } = await openPage('filters', many(400));
    await page.fill('#search', 'name-33');
    expect(await status(page)).toBe('11 of 400 network ACLs');
    await page.check('input[value=high]');
    expect(await status(page)).toBe('5 of 400 network ACLs');
    await page.click('button[type=reset]');
    await page.waitForFunction(`document.querySelector('#status').textContent === '400 of 400 network ACLs'`);
    await page.selectOption('#vpc', 'vpc-7');
    expect(await status(page)).toBe('10 of 400 network ACLs');
    await page.selectOption('#account', '123456789010');
    expect(await status(page)).toBe('0 of 400 network ACLs');
  });

  it('answers within 200 ms with 10,000 network ACLs', async () => {
    const { page, faults } = await openPage('large', many(10_000));
    expect(await page.locator('details').count()).toBe(100);
    const milliseconds = await page.evaluate<number>(SLOWEST_SEARCH);
    expect(milliseconds).toBeLessThan(200);
    expect(faults).toEqual([]);
  });

  it('draws the axis of ports, also in words', async () => {
    const { page } = await openPage(
      'axis',
      acl('acl-1', SSH, entry(90, true, 5000, 5000, { RuleAction: 'deny' }), HALF),
    );
    expect(await page.getAttribute('svg', 'aria-label')).toBe(
      'Replies outbound tcp: ports 1024-4999 are blocked, ports 5000-5000 are blocked by a deny rule, ports 5001-32767 are blocked, ports 32768-65535 pass.',
    );
    expect(await page.locator('svg .port-passes').count()).toBe(1);
  });

  it('is used with the keyboard alone', async () => {
    const { page } = await openPage('keys', many(250));
    await page.keyboard.press('Tab');
    expect(await page.evaluate('document.activeElement.className')).toBe('skip');
    await page.keyboard.press('Enter');
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    expect(await page.locator('details[open]').count()).toBe(1);
    await page.focus('#more');
    await page.keyboard.press('Enter');
    expect(await page.locator('details').count()).toBe(200);
    expect(await page.evaluate('document.activeElement.tagName')).toBe('SUMMARY');
  });

  it.each(['light', 'dark'] as const)('has no fault for axe-core, %s', async colorScheme => {
    const { page } = await openPage('axe', thirty(), { colorScheme, viewport: { width: 400, height: 800 } });
    await page.evaluate(`for (const details of document.querySelectorAll('details')) details.open = true`);
    await page.waitForFunction(`document.querySelectorAll('details > div').length === 30`);
    expect(await violationsOf(page)).toEqual([]);
    const isWide = await page.evaluate('document.documentElement.scrollWidth > innerWidth');
    expect(isWide).toBe(false);
  });

  it('prints everything that matches, open and without the form', async () => {
    const { page } = await openPage('print', many(250));
    await page.fill('#search', 'name-1');
    await page.emulateMedia({ media: 'print' });
    const bodies = await page.evaluate(
      `dispatchEvent(new Event('beforeprint')), document.querySelectorAll('details:not(.covered) > div').length`,
    );
    expect(bodies).toBe(await page.locator('details:not(.covered)').count());
    expect(await page.locator('details').count()).toBe(111);
    expect(await page.locator('form').isVisible()).toBe(false);
    expect(await page.locator('details:not([open]):not(.covered)').count()).toBe(0);
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
  });

  it('shows before and after a plan', async () => {
    const { page } = await openPage('plan', CHANGED_PLAN);
    expect(await page.locator('details[open] svg text').allTextContents()).toEqual(
      expect.arrayContaining(['before', 'after']),
    );
  });

  it('shows hostile names and reasons as text, and runs none of them', async () => {
    const texts = ['</script><script>document.title="x"</script>', '<img src=x onerror=alert(1)>', ...SCRAPS];
    const { page, faults } = await openPage(
      'hostile',
      texts.map((text, index) => named(`acl-${index}`, text, [SSH], { 'nacl-ephemeral-guard-ports': text })),
    );
    expect(await page.title()).toMatch(/^\d+ network ACLs/);
    expect(await page.locator('details').count()).toBe(texts.length);
    expect(await page.locator('img, details script').count()).toBe(0);
    expect(faults).toEqual([]);
  });
});
