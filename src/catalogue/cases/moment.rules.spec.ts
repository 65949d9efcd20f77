import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keyOf, merged, type Moment, MOMENT_KINDS } from './moment.rules.js';

const moments = fc.uniqueArray(
  fc.record({
    at: fc.integer({ min: 0, max: 5 }).map((second) => new Date(second * 1_000).toISOString()),
    kind: fc.constantFrom(...MOMENT_KINDS),
    id: fc.integer({ min: 0, max: 50 }).map(String),
    evidenceId: fc.constant(null),
    name: fc.constant(''),
  }),
  { selector: (moment: Moment) => `${moment.at} ${keyOf(moment)}`, maxLength: 40 },
);

describe('a time line', () => {
  it('shows every moment once, newest first, however it is paged', () => {
    fc.assert(
      fc.property(moments, moments, fc.integer({ min: 1, max: 7 }), (one, other, limit) => {
        const all = [
          ...new Map([...one, ...other].map((moment) => [`${moment.at} ${keyOf(moment)}`, moment])).values(),
        ];
        const shown: Moment[] = [];
        for (let last: Moment | undefined; ; last = shown.at(-1)) {
          const page = merged([all.slice(0, 5), all.slice(5)], last && { at: last.at, key: keyOf(last) }, limit);
          shown.push(...page);
          if (page.length < limit) break;
        }
        expect(shown).toHaveLength(all.length);
        expect(new Set(shown).size).toBe(all.length);
        expect(shown.map(({ at }) => at)).toEqual(all.map(({ at }) => at).toSorted((a, b) => (a < b ? 1 : -1)));
      }),
    );
  });
});
