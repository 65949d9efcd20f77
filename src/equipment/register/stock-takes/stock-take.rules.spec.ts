import {
  isScanTime,
  ITEM_MOVES,
  ITEM_OUTCOMES,
  ITEM_STATES,
  type ItemState,
  STOCK_TAKE_MOVES,
  STOCK_TAKE_STATES,
  verdictOf,
} from './stock-take.rules.js';

function reachable<State extends string>(moves: Readonly<Record<State, readonly State[]>>, start: State): Set<State> {
  const reached = new Set<State>([start]);
  for (const state of reached) for (const next of moves[state]) reached.add(next);
  return reached;
}

describe('states of a stock-take', () => {
  it('are all reachable from open, and every other is an end', () => {
    expect([...reachable(STOCK_TAKE_MOVES, 'open')].sort()).toEqual([...STOCK_TAKE_STATES].sort());
    for (const state of STOCK_TAKE_STATES) expect(STOCK_TAKE_MOVES[state].length > 0).toBe(state === 'open');
  });

  it('of an item are all reachable from pending, and each leads to an outcome', () => {
    expect([...reachable(ITEM_MOVES, 'pending')].sort()).toEqual([...ITEM_STATES].sort());
    const outcomes: readonly ItemState[] = ITEM_OUTCOMES;
    for (const state of ITEM_STATES)
      expect([...reachable(ITEM_MOVES, state)].some((reached) => outcomes.includes(reached))).toBe(true);
  });
});

describe('a scan', () => {
  const UNIT = 'unit-a';
  const onList = { unitId: UNIT, state: 'in_service', isExpected: true, isOut: false };

  it.each([
    ['what was expected', onList, 'found', null],
    ['what is expected and under repair', { ...onList, state: 'maintenance' }, 'found', null],
    ['what is out by the books', { ...onList, isOut: true }, 'unexpected', 'out_by_books'],
    ['another unit’s', { ...onList, unitId: 'unit-b', isExpected: false }, 'unexpected', 'other_unit'],
    [
      'another unit’s that is out',
      { ...onList, unitId: 'unit-b', isExpected: false, isOut: true },
      'unexpected',
      'other_unit',
    ],
    ['its own that is not counted', { ...onList, isExpected: false }, 'unexpected', 'not_in_scope'],
    ['what was given up as lost', { ...onList, isExpected: false, state: 'lost' }, 'unexpected', 'recorded_lost'],
    ['what was retired', { ...onList, isExpected: false, state: 'retired' }, 'unexpected', 'recorded_retired'],
    ['nothing we know', undefined, 'unexpected', 'unknown_code'],
  ])('of %s says so', (_words, device, result, reason) => {
    expect(verdictOf(device, [UNIT])).toEqual({ result, reason });
  });

  it('may be older than its arrival, but not older than the counting nor from the future', () => {
    const [openedAt, now] = [new Date('2026-11-27T08:00:00Z'), new Date('2026-11-27T10:00:00Z')];
    const at = (time: string) => isScanTime(new Date(`2026-11-27T${time}Z`), openedAt, now);
    expect([at('08:00:00'), at('09:59:59'), at('10:05:00'), at('07:55:00')]).toEqual([true, true, true, true]);
    expect([at('07:54:59'), at('10:05:01')]).toEqual([false, false]);
  });
});
