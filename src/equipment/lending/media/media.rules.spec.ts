import { describe, expect, it } from '@jest/globals';
import { CARD_MOVES, CARD_STATES, type CardState, clearRefusal, mayMoveCard } from './media.rules.js';

describe('the states of a card', () => {
  it('are all reachable from use, and lead back to it only through being cleared', () => {
    const reached = new Set<CardState>(['in_use']);
    for (const state of reached) for (const next of CARD_MOVES[state]) reached.add(next);
    expect([...reached].toSorted()).toEqual([...CARD_STATES].toSorted());
    expect(CARD_STATES.filter((state) => mayMoveCard(state, 'in_use'))).toEqual(['cleared']);
    expect(mayMoveCard('sealed', 'cleared')).toBe(false);
  });
});

describe('clearRefusal', () => {
  const file = (name: string, sha256 = name) => ({ name, sha256 });
  const card = [file('DJI_1'), file('DJI_2'), file('DJI_3')];

  it('lets a card be cleared when every file has its receipt; also one with nothing on it', () => {
    expect(clearRefusal(3, card, new Set(['DJI_1', 'DJI_2', 'DJI_3', 'other']))).toBeNull();
    expect(clearRefusal(0, [], new Set())).toBeNull();
  });

  it('takes one receipt for the same bytes under two names', () => {
    expect(clearRefusal(2, [file('a', 'x'), file('b', 'x')], new Set(['x']))).toBeNull();
  });

  it('names what has no receipt', () => {
    expect(clearRefusal(3, card, new Set(['DJI_2']))).toEqual({
      code: 'CARD_NOT_RECEIVED',
      missing: ['DJI_1', 'DJI_3'],
      missingCount: 2,
    });
    const many = Array.from({ length: 80 }, (_, nth) => file(`f${nth}`));
    expect(clearRefusal(80, many, new Set())).toMatchObject({ missingCount: 80, missing: { length: 50 } });
  });

  it.each([2, 4])('refuses when %i files were counted and 3 are listed, received or not', (counted) => {
    const everything = new Set(card.map(({ sha256 }) => sha256));
    expect(clearRefusal(counted, card, everything)).toEqual({ code: 'CARD_COUNT_DIFFERS', listed: 3, counted });
  });
});
