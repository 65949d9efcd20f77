import { describe, expect, it } from '@jest/globals';
import { heldBy, heldDuring, minutesOf, timeUnkept } from './preservation.rules.js';

const at = (minute: number): Date => new Date(Date.UTC(2026, 2, 1, 8, minute));
const held = (from: number, to: number, who: string) => ({
  holderUserId: who,
  holderUnitId: `unit of ${who}`,
  during: { from: at(from), to: at(to) },
});
const by = (who: string) => ({ userId: who, unitId: `unit of ${who}` });

describe('the time between capture and digest', () => {
  it('is unknown without a capture, or with one after the receipt', () => {
    expect(timeUnkept(null, at(5))).toBeNull();
    expect(timeUnkept(at(6), at(5))).toBeNull();
    expect(timeUnkept(at(5), at(5))).toEqual({ from: at(5), to: at(5) });
    expect(minutesOf({ from: at(5), to: at(17) })).toBe(12);
  });

  it('is told stretch by stretch, also where nobody had the device', () => {
    expect(heldDuring({ from: at(10), to: at(50) }, [held(0, 20, 'a'), held(20, 30, 'b'), held(40, 45, 'c')])).toEqual([
      { from: at(10), to: at(20), holder: by('a') },
      { from: at(20), to: at(30), holder: by('b') },
      { from: at(30), to: at(40), holder: null },
      { from: at(40), to: at(45), holder: by('c') },
      { from: at(45), to: at(50), holder: null },
    ]);
  });

  it('is one stretch where one person had it, or nobody', () => {
    const period = { from: at(10), to: at(50) };
    expect(heldDuring(period, [held(0, 60, 'a')])).toEqual([{ ...period, holder: by('a') }]);
    expect(heldDuring(period, [])).toEqual([{ ...period, holder: null }]);
    expect(heldDuring(period, [held(0, 5, 'a'), held(55, 60, 'b')])).toEqual([{ ...period, holder: null }]);
    expect(heldDuring({ from: at(5), to: at(5) }, [held(0, 60, 'a')])).toEqual([]);
  });
});

describe('who handed in a card', () => {
  const stretches = heldDuring({ from: new Date(0), to: new Date(10) }, [
    { holderUserId: 'a', holderUnitId: 'unit', during: { from: new Date(2), to: new Date(4) } },
  ]);

  it.each([
    ['had the device meanwhile', stretches, 'a', true],
    ['did not', stretches, 'b', false],
    ['is nobody we know', stretches, null, null],
    ['may have had it, where nobody knows who did', null, 'a', null],
  ] as const)('%s', (_, of, userId, had) => expect(heldBy(of, userId)).toBe(had));
});
