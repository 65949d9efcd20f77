import { describe, expect, it } from '@jest/globals';
import { DEMO_BUNDLES } from './demo-bundles.js';
import { DEMO_KINDS } from './demo-pool.js';

describe('the bundles of the demonstration', () => {
  it('hold kinds of the pool, each bundle something required', () => {
    const known = new Set(DEMO_KINDS.map(({ code }) => code));
    const items = DEMO_BUNDLES.flatMap((bundle) => bundle.items);
    expect(items.filter(({ kindCode }) => !known.has(kindCode))).toEqual([]);
    expect(DEMO_BUNDLES.filter((bundle) => bundle.items.every(({ required }) => required === false))).toEqual([]);
  });
});
