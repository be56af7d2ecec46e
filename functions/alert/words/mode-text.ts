import { type Mode, TAG } from '../../review/words/mode.ts';

const MODE_TEXTS: Readonly<Record<Mode, string>> = {
  notify: 'only reports',
  'opt-in': `adds missing rules only where the tag ${TAG} is remediate`,
  remediate: 'adds missing rules',
};

/** `notify (only reports)`. */
export function renderMode(mode: Mode): string {
  return `${mode} (${MODE_TEXTS[mode]})`;
}
