import { describe, expect, it } from '@jest/globals';
import { NumberTable } from '../columns/number.table.js';
import { ValueColumn } from '../columns/value.column.js';
import { DeviceSlots } from './device.slots.js';

describe('DeviceSlots', () => {
  it('gives each device one number, in the order in which they come', () => {
    const slots = new DeviceSlots();
    expect(['a', 'b', 'a', 'c'].map((id) => slots.of(id))).toEqual([0, 1, 0, 2]);
    expect(slots.size).toBe(3);
    expect([0, 1, 2].map((slot) => slots.idAt(slot))).toEqual(['a', 'b', 'c']);
  });

  it('finds without giving, and knows no device by a number that was not given', () => {
    const slots = new DeviceSlots();
    const unknown = slots.find('a');
    expect(new NumberTable(1).get(unknown, 0)).toBeNull();
    expect(new ValueColumn<string>().get(unknown)).toBeUndefined();
    expect(slots.size).toBe(0);
    for (const slot of [0, unknown, 0.5, Number.NaN]) expect(() => slots.idAt(slot)).toThrow(RangeError);
  });
});
