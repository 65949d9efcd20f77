import { describe, expect, it } from '@jest/globals';
import type { SampleRow } from '../intake/intake.rows.js';
import { NOTHING_MEASURED } from '../sample.js';
import { DeviceSlots } from '../devices/device.slots.js';
import { VisitMemory } from './visit.memory.js';

const base = Date.UTC(2026, 4, 1, 10);

function row(deviceId: string, minute: number, lon: number | null): SampleRow {
  const at = new Date(base + minute * 60_000);
  const who = { dialect: 'dji', serial: 's', gatewaySerial: null, sender: 'unknown', receivedAt: at, seq: 1n } as const;
  const position = lon === null ? null : { lon, lat: 38 };
  const origin = { receivedAt: at, topic: 't', clientId: 'c', username: null, raw: Buffer.alloc(0) };
  return { deviceId, origin, sample: { ...NOTHING_MEASURED, ...who, at, position } };
}

describe('visits', () => {
  it('are told once for each device, hour and cell, and not without a position', () => {
    const memory = new VisitMemory(new DeviceSlots());
    const rows = [row('b', 0, 116), row('a', 0, 116), row('a', 1, 116.001), row('a', 2, 116.02), row('a', 70, 116)];
    const fresh = memory.fresh([...rows, row('a', 3, null)]);
    expect(fresh.map(({ deviceId, hour }) => [deviceId, (hour - base) / 3_600_000])).toEqual([
      ['a', 0],
      ['b', 0],
      ['a', 0],
      ['a', 1],
    ]);
    memory.remember(fresh);
    expect(memory.fresh(rows)).toEqual([]);
  });

  it('that were not committed are told again', () => {
    const memory = new VisitMemory(new DeviceSlots());
    const rows = [row('a', 0, 116)];
    expect(memory.fresh(rows)).toHaveLength(1);
    expect(memory.fresh(rows)).toHaveLength(1);
  });

  it('come in the same order whoever writes them', () => {
    const rows = [row('a', 0, 116), row('b', 0, 116.05), row('c', 61, 117)];
    expect(new VisitMemory(new DeviceSlots()).fresh(rows)).toEqual(
      new VisitMemory(new DeviceSlots()).fresh(rows.toReversed()),
    );
  });

  it('are forgotten in time, and then only told once more', () => {
    const memory = new VisitMemory(new DeviceSlots());
    const hours = Array.from({ length: 250_000 }, (_, hour) => row('a', hour * 60, 116));
    for (let from = 0; from < hours.length; from += 50_000)
      memory.remember(memory.fresh(hours.slice(from, from + 50_000)));
    expect(memory.fresh(hours.slice(-1))).toEqual([]);
    expect(memory.fresh(hours.slice(0, 1))).toHaveLength(1);
  });
});
