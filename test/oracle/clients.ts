import type { Range } from './entry.ts';

/** Section 3. */
export const CLIENTS = {
  'nat-elb-lambda': { from: 1_024, to: 65_535 },
  linux: { from: 32_768, to: 61_000 },
  windows: { from: 49_152, to: 65_535 },
  'windows-legacy': { from: 1_025, to: 5_000 },
} as const satisfies Record<string, Range>;

/** By which receivers and broad entries are recognised (sections 4 and 5). */
export const LINUX_KERNEL: Range = { from: 32_768, to: 60_999 };
export const WINDOWS: Range = CLIENTS.windows;
export const FIRST_EPHEMERAL = 1_024;
