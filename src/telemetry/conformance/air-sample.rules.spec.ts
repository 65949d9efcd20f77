import { describe, expect, it } from '@jest/globals';
import { airSampleOf } from './air-sample.rules.js';
import { mergeLatest, type LatestState } from '../positions/latest.rules.js';
import { NOTHING_MEASURED, type TelemetrySample } from '../sample.js';

const START = Date.UTC(2026, 4, 1, 8);
const second = (seconds: number) => new Date(START + seconds * 1000);
const PLACE = { lon: 116.53, lat: 37.89 };

/** Received at `heard`, by the clock of the aircraft at `at`. */
function frame(heard: number, at: number, measured: Partial<TelemetrySample> = { position: PLACE }): TelemetrySample {
  return {
    ...NOTHING_MEASURED,
    dialect: 'dji',
    serial: 'A',
    gatewaySerial: 'G',
    sender: 'sub_device',
    at: second(at),
    receivedAt: second(heard),
    seq: 1n,
    ...measured,
  };
}

function after(frames: readonly TelemetrySample[]): LatestState {
  const state = frames.reduce<LatestState | null>(mergeLatest, null);
  if (!state) throw new Error('no frames');
  return state;
}

const seen = (heard: number, at = heard) => ({ receivedAt: second(heard), at: second(at) });

describe('what is news of an aircraft', () => {
  it.each<[string, TelemetrySample[], boolean]>([
    ['a newer frame', [frame(0, 0), frame(2, 2)], true],
    ['a newer frame without a position', [frame(0, 0), frame(2, 2, { batteryPercent: 70 })], true],
    ['nothing since', [frame(0, 0)], false],
    ['a frame from before what was seen', [frame(0, 0), frame(2, -1)], false],
    ['a clock that was put back', [frame(0, 0), frame(2, -240), frame(4, -238)], false],
    ['a clock that stands still', [frame(0, 0), frame(2, 0), frame(4, 0)], false],
    ['a clock ahead', [frame(0, 1200), frame(2, 1202)], true],
    ['a clock that was ahead and is put right', [frame(0, 1200), frame(2, 2)], true],
    ['a clock that was ahead and stands still', [frame(0, 1200), frame(2, 1200)], true],
    ['the place that a second frame of the instant tells', [frame(0, 0, { mode: 'wayline' }), frame(1, 0)], true],
    [
      'what a controller repeats of an aircraft it has lost',
      [frame(2, 2, { position: PLACE, mode: 'not_connected' })],
      false,
    ],
    [
      'the aircraft once it is found again',
      [frame(2, 2, { mode: 'not_connected' }), frame(4, 4, { mode: 'wayline' })],
      true,
    ],
    ['a frame that was kept for ten minutes', [frame(2, -598)], false],
  ])('%s', (_, frames, isNews) => {
    expect(airSampleOf(after(frames), seen(0)) !== undefined).toBe(isNews);
  });

  it('has no place where the aircraft itself says that it has no fix', () => {
    const state = after([frame(0, 0), frame(2, 2, { position: PLACE, fix: 'none', heightAboveTakeoffMetres: 40 })]);
    expect(airSampleOf(state, seen(0))).toMatchObject({ position: null, heightAboveTakeoffMetres: 40, airborne: true });
  });

  it('has no place where only an older one is known', () => {
    const state = after([frame(0, 0), frame(2, 2, { mode: 'wayline' })]);
    expect(airSampleOf(state, seen(0))).toMatchObject({ position: null, airborne: true, at: second(2) });
  });
});
