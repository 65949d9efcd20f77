import { describe, expect, it } from '@jest/globals';
import { cardFault, cardFor, type MethodCardFacts } from './method-card.rules.js';

const card: MethodCardFacts = {
  id: 'c1',
  code: 'cod',
  version: 1,
  nameZh: '化学需氧量',
  nameEn: 'COD',
  kitCode: 'cod-vials',
  deviceKindCode: 'water-photometer',
  items: ['COD'],
  methodCode: null,
  principle: 'colorimetry',
  reads: 'value',
  unit: 'mg/L',
  detectionLimit: 5,
  rangeLow: 15,
  rangeHigh: 150,
  mostDeviationPercent: null,
  readWindow: null,
  controls: [],
  photos: [],
  interferences: [],
  source: 'test',
};
const wish = { item: '化学需氧量', deviceKindCode: 'water-photometer', kitCodes: ['cod-vials', 'ammonia-reagent'] };
const ofKind = { ...card, id: 'c2', code: 'photometer', kitCode: null };

describe('cardFor', () => {
  it.each([
    ['by any spelling of the item', [card], wish, 'c1'],
    ['of a kit before that of the instrument', [ofKind, card], wish, 'c1'],
    ['of the instrument where the kit is not there', [ofKind, card], { ...wish, kitCodes: [] }, 'c2'],
    ['none for another item', [card], { ...wish, item: 'TP' }, undefined],
    ['none on another instrument', [card], { ...wish, deviceKindCode: 'food-analyser' }, undefined],
    ['none between two', [card, { ...card, id: 'c3' }], wish, undefined],
  ] as const)('%s', (_, cards, wanted, id) => {
    expect(cardFor(cards, wanted)?.id).toBe(id);
  });
});

describe('cardFault', () => {
  const step = { zh: '一', en: 'one' };
  const window = { fromSeconds: 300, toSeconds: 600 };
  it.each([
    [{ controls: [], steps: [step] }, null],
    [{ controls: [], steps: [step, { ...step, starts: true }], readWindow: window }, null],
    [{ controls: [], steps: [step], readWindow: window }, 'METHOD_CARD_WINDOW_WITHOUT_START'],
    [
      {
        controls: [],
        steps: [
          { ...step, starts: true },
          { ...step, starts: true },
        ],
      },
      'METHOD_CARD_STARTS_TWICE',
    ],
    [
      {
        controls: [
          { kind: 'blank', required: true },
          { kind: 'blank', required: false },
        ],
        steps: [step],
      },
      'METHOD_CARD_CONTROL_TWICE',
    ],
  ] as const)('%j: %s', (given, fault) => {
    expect(cardFault(given)).toBe(fault);
  });
});
