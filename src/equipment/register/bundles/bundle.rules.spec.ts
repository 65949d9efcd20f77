import { describe, expect, it } from '@jest/globals';
import { type ItemFacts, itemsInTheWay, packed } from './bundle.rules.js';

const item = (id: string, over: Partial<ItemFacts> = {}): ItemFacts => ({
  id,
  label: null,
  required: true,
  deviceId: null,
  kindCode: 'mavic-3t',
  quantity: 1,
  capabilities: [],
  ...over,
});
const drone = item('drone', { deviceId: 'd1', kindCode: null });
const meter = item('meter', { kindCode: 'water-photometer', quantity: 2 });
const boat = item('boat', { required: false, kindCode: 'sampling-boat' });

describe('what of a bundle goes along', () => {
  it('is everything but the optional things left out', () => {
    expect(packed([drone, meter, boat], [])).toEqual({ ok: true, items: [drone, meter, boat] });
    expect(packed([drone, meter, boat], ['boat'])).toEqual({ ok: true, items: [drone, meter] });
  });

  it('keeps what is required, and knows only its own items', () => {
    expect(packed([drone, boat], ['drone'])).toEqual({ ok: false, code: 'BUNDLE_ITEM_REQUIRED', itemId: 'drone' });
    expect(packed([drone, boat], ['boat', 'plane'])).toEqual({
      ok: false,
      code: 'BUNDLE_ITEM_UNKNOWN',
      itemId: 'plane',
    });
  });

  it('is never nothing', () => {
    expect(packed([boat], ['boat'])).toEqual({ ok: false, code: 'BUNDLE_EMPTY' });
    expect(packed([], [])).toEqual({ ok: false, code: 'BUNDLE_EMPTY' });
  });
});

describe('which items cannot be had', () => {
  it('are those of the devices in the way, and the one whose kind is short', () => {
    expect(itemsInTheWay([drone, meter, boat], new Set(['d1']), undefined)).toEqual([drone]);
    expect(itemsInTheWay([drone, meter, boat], new Set(['d9']), 'meter')).toEqual([meter]);
    expect(itemsInTheWay([drone, meter, boat], new Set(['d1']), 'boat')).toEqual([drone, boat]);
  });
});
