import { describe, expect, it } from '@jest/globals';
import { staysIn } from './stay.rules.js';

const at = (second: number) => new Date(Date.UTC(2026, 4, 1) + second * 1000);
const holds = ({ lon }: { lon: number }) => lon < 0;
const inside = (second: number) => ({ at: at(second), position: { lon: -1, lat: 0 } });
const outside = (second: number) => ({ at: at(second), position: { lon: 1, lat: 0 } });

describe('a stay', () => {
  it('lies between the frames that prove it', () => {
    expect(staysIn(holds, [outside(0), inside(2), inside(4), inside(20), outside(22), outside(24)])).toEqual([
      {
        firstInside: at(2),
        lastInside: at(20),
        enteredAfter: at(0),
        leftBefore: at(22),
        samples: 3,
        longestSilenceSeconds: 16,
      },
    ]);
  });

  it('has unknown ends where no frame within a minute tells', () => {
    const unknown = { enteredAfter: null, leftBefore: null, samples: 1, longestSilenceSeconds: 0 };
    expect(staysIn(holds, [outside(0), inside(61), outside(122)])).toEqual([
      { firstInside: at(61), lastInside: at(61), ...unknown },
    ]);
    expect(staysIn(holds, [inside(0)])).toMatchObject([unknown]);
  });

  it('is two when nothing was heard for more than a minute, though both frames lie inside', () => {
    const stays = staysIn(holds, [inside(0), inside(60), inside(121), outside(123)]);
    expect(
      stays.map(({ firstInside, lastInside, enteredAfter, leftBefore }) => [
        firstInside,
        lastInside,
        enteredAfter,
        leftBefore,
      ]),
    ).toEqual([
      [at(0), at(60), null, null],
      [at(121), at(121), null, at(123)],
    ]);
  });

  it('ends and begins anew with each crossing, and is none outside', () => {
    expect(staysIn(holds, [inside(0), outside(1), inside(2), outside(3)])).toHaveLength(2);
    expect(staysIn(holds, [outside(0), outside(1)])).toEqual([]);
  });
});
