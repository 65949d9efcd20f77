import { describe, expect, it } from '@jest/globals';
import { mergeLatest, type LatestState } from '../positions/latest.rules.js';
import { NOTHING_MEASURED, type TelemetrySample } from '../sample.js';
import { batteryNews, placeNews } from './device-watch.rules.js';

const second = (seconds: number) => new Date(Date.UTC(2026, 4, 1, 8) + seconds * 1000);
const PLACE = { lon: 116.53, lat: 37.89 };

function frame(
  heard: number,
  at: number,
  measured: Partial<TelemetrySample> = { position: PLACE, batteryPercent: 50 },
) {
  const about = { dialect: 'dji', serial: 'A', gatewaySerial: 'G', sender: 'sub_device', seq: 1n } as const;
  return { ...NOTHING_MEASURED, ...about, at: second(at), receivedAt: second(heard), ...measured };
}
const after = (...frames: TelemetrySample[]): LatestState => {
  const state = frames.reduce<LatestState | null>(mergeLatest, null);
  if (!state) throw new Error('no frames');
  return state;
};
const seen = (at: number) => ({ placeAt: second(at), batteryAt: second(at) });

describe('what is news of a device now', () => {
  it.each<[string, LatestState, boolean]>([
    ['a newer frame', after(frame(0, 0), frame(2, 2)), true],
    ['nothing since', after(frame(0, 0)), false],
    ['a frame from before what was seen', after(frame(0, 0), frame(2, -2)), false],
    ['the first frame of a clock forty minutes behind', after(frame(2, -2_400)), false],
    ['what was kept for ten minutes, after newer frames', after(frame(2, 2), frame(3, -600)), true],
    ['a clock ahead', after(frame(0, 0), frame(2, 900)), true],
  ])('%s: %s', (_, state, isNews) => {
    expect(placeNews(state, seen(0), second(4)) !== undefined).toBe(isNews);
    expect(batteryNews(state, seen(0), second(4)) !== null).toBe(isNews);
  });

  it('is no place that the device does not trust, and nothing that is half a minute old', () => {
    expect(placeNews(after(frame(2, 2, { position: PLACE, fix: 'none' })), undefined, second(4))).toBeUndefined();
    expect(placeNews(after(frame(2, 2)), undefined, second(33))).toBeUndefined();
    expect(batteryNews(after(frame(2, 2)), undefined, second(33))).toBeNull();
  });

  it('is at the latest when it was received', () => {
    expect(placeNews(after(frame(2, 900)), undefined, second(4))?.at).toEqual(second(2));
  });
});
