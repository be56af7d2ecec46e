import type { BundledPackage } from './packages.ts';

const HEAD = 'nacl-ephemeral-guard contains software of others, under the licences below.\n';

/** The text that a package refers to by its name alone (https://spdx.org/licenses/MIT.html). */
const MIT = `Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.`;

/** Lines that differ from package to package where the licence is the same. */
const COPYRIGHT = /^[ \t]*copyright .*\d{4}.*$/gim;

/**
 * What MIT, Apache-2.0 and other licences ask for: the packages of the bundles, with their copyright notices, and each
 * text once.
 */
export function renderNotices(packages: readonly BundledPackage[]): string {
  const texts = new Map<string, { readonly text: string; readonly names: string[] }>();
  for (const each of packages) {
    const text = textOf(each);
    const key = text
      .replaceAll(COPYRIGHT, '')
      // The appendix of Apache-2.0 has either kind around its example.
      .replaceAll(/[{}[\]]|\s+/g, ' ')
      .replaceAll(/ +/g, ' ')
      .trim();
    const same = texts.get(key) ?? { text, names: [] };
    const notices = (text.match(COPYRIGHT) ?? []).map(line => `  ${line.trim()}`);
    same.names.push(`${each.name} ${each.version} (${each.license})`, ...notices);
    texts.set(key, same);
  }
  const parts = [...texts.values()].map(
    ({ text, names }) => `${'-'.repeat(80)}\n${names.join('\n')}\n\n${text}\n`,
  );
  return [HEAD, ...parts].join('\n');
}

/** @throws Error where a licence other than MIT has no text in the package */
function textOf({ name, license, holder, texts }: BundledPackage): string {
  if (texts.length > 0) return texts.join('\n\n');
  if (license !== 'MIT') throw new Error(`${name} (${license}) has no text of its licence`);
  return `Copyright (c) ${holder}\n\n${MIT}`;
}
