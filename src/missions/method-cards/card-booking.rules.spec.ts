import { describe, expect, it } from '@jest/globals';
import { kitPieces } from './card-booking.rules.js';
import type { ControlKind } from './method-card.rules.js';

const asking = (...kinds: ControlKind[]) => kinds.map((kind) => ({ kind, required: true }));

describe('kitPieces', () => {
  it.each([
    ['only tests', [], 5, 5],
    ['a blank once', asking('blank'), 5, 6],
    ['an optional blank', [{ kind: 'blank', required: false } as const], 5, 5],
    ['each twice', asking('parallel'), 5, 10],
    ['each twice, with blank and standard', asking('parallel', 'blank', 'standard'), 3, 8],
  ])('%s', (_, controls, tests, pieces) => {
    expect(kitPieces({ controls }, tests)).toBe(pieces);
  });
});
