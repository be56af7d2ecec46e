import { describe, expect, it } from 'vitest';
import { reaches, type Severity, worst } from '../../functions/coverage/severity.ts';

describe('severity', () => {
  it.each<[Severity[], Severity]>([
    [[], 'none'],
    [['none', 'low'], 'low'],
    [['medium', 'low'], 'medium'],
    [['low', 'high', 'medium'], 'high'],
  ])('the worst of %j is %s', (severities, expected) => expect(worst(severities)).toBe(expected));

  it.each<[Severity, Severity, boolean]>([
    ['high', 'medium', true],
    ['medium', 'medium', true],
    ['low', 'medium', false],
    ['none', 'low', false],
  ])('%s reaches %s: %s', (severity, least, expected) => expect(reaches(severity, least)).toBe(expected));
});
