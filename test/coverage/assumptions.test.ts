import { expect, it } from 'vitest';
import { evaluateCoverage } from '../../functions/coverage/coverage.ts';
import { nothingKnown, UNREAD_REASONS } from '../../functions/coverage/exposure/exposure.ts';
import { egress, evaluate, ingress, networkAcl, SETTINGS } from '../fixtures/network-acls.ts';
import { surroundings } from '../fixtures/surroundings.ts';

it('lists the entries of both directions that were taken for something else than a service', () => {
  const entries = [
    ...egress(
      '100 allow tcp 1024-65535 0.0.0.0/0',
      '110 allow udp 514 10.0.0.0/8',
      '120 allow udp 53 0.0.0.0/0',
    ),
    ...ingress(
      '200 allow udp 49152-65535 0.0.0.0/0',
      '100 allow tcp 1024-65535 0.0.0.0/0',
      '110 allow udp 53 0.0.0.0/0',
      '120 allow udp 8125 10.0.0.0/16',
      '130 allow udp 514-515 10.0.0.0/16',
      '140 allow tcp 514 10.0.0.0/16',
      '150 allow udp 162 10.1.0.0/16',
      '160 allow udp 1194 10.1.0.0/16',
      '170 deny udp 162 10.2.0.0/16',
      '180 allow tcp 0 10.1.0.0/16',
    ),
  ];
  const { assumptions } = evaluate(entries);
  const toText = (refs: typeof assumptions.answers) => refs.map(one => `${one.direction} ${one.ruleNumber}`);
  expect(toText(assumptions.answers)).toEqual(['ingress 100', 'ingress 200', 'egress 100']);
  expect(toText(assumptions.oneWay)).toEqual(['ingress 120', 'ingress 150', 'egress 110']);
  expect(toText(assumptions.samePort)).toEqual(['ingress 110', 'egress 120']);
});

it('lists ingress before egress, by rule number', () => {
  const receivers = ['120 allow tcp 1024-65535 10.0.0.0/8', '100 allow udp 1024-65535 11.0.0.0/8'];
  const { answers } = evaluate([...egress(...receivers), ...ingress(...receivers)]).assumptions;
  expect(answers.map(({ direction, ruleNumber }) => `${direction} ${ruleNumber}`)).toEqual([
    'ingress 100',
    'ingress 120',
    'egress 100',
    'egress 120',
  ]);
});

it('leaves out an entry of which an earlier one denies everything', () => {
  const entries = ingress(
    '100 deny udp 514 0.0.0.0/0',
    '110 allow udp 514 10.0.0.0/8',
    '120 allow udp 53 0.0.0.0/0',
  );
  const { oneWay, samePort } = evaluate([...entries, ...egress('100 allow udp 53 0.0.0.0/0')]).assumptions;
  expect(oneWay).toEqual([]);
  expect(samePort).toEqual([
    { direction: 'ingress', ruleNumber: 120 },
    { direction: 'egress', ruleNumber: 100 },
  ]);
});

it('says whether it was known what the interfaces accept', () => {
  const entries = networkAcl(ingress('100 allow tcp 443 0.0.0.0/0'));
  const words = UNREAD_REASONS.map(reason => {
    return evaluateCoverage(entries, nothingKnown(reason), SETTINGS).assumptions.exposure;
  });
  expect(words).toEqual(['not-needed', ...Array.from({ length: 6 }, () => 'unknown')]);
  expect(evaluateCoverage(entries, surroundings(), SETTINGS).assumptions.exposure).toBe('known');
});
