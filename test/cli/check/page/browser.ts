import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where distributions install Chromium; Debian's package is `chromium`. */
const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** The browser to test with: CHROMIUM, or one that is installed; undefined: none is. */
export const CHROMIUM = [process.env.CHROMIUM, ...PATHS].find(path => path !== undefined && existsSync(path));

/** Without its sandbox, which root cannot use: it opens our own page only. */
export function launch(): Promise<Browser> {
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox'] });
}
