import { describe, expect, it } from '@jest/globals';
import type { DueFlight } from '../../missions/index.js';
import { mergeLatest } from '../positions/latest.rules.js';
import { NOTHING_MEASURED } from '../sample.js';
import { type Heard, unwatchedBecause } from './unwatched.rules.js';

const second = (seconds: number) => new Date(Date.UTC(2026, 4, 1, 8) + seconds * 1000);
const FLIGHT: DueFlight = {
  id: 'f',
  deviceId: 'd',
  during: { from: second(0), to: second(3_600) },
  isSaidFlying: false,
  isDue: true,
  told: null,
};
const NOTHING: Heard = { usable: null, latest: undefined, isRefused: false, since: second(-3_600) };
const REFUSED: Heard = { ...NOTHING, isRefused: true };

function received(at: number, mode: string | null = null): Heard {
  const about = { dialect: 'dji', serial: 'A', gatewaySerial: 'G', sender: 'sub_device', seq: 1n } as const;
  const frame = { ...NOTHING_MEASURED, ...about, mode, at: second(at - 2_400), receivedAt: second(at) };
  return { ...NOTHING, latest: mergeLatest(null, frame) };
}

describe('a flight that has not said to be in the air', () => {
  it.each<[string, number, Heard, Partial<DueFlight>, string | null]>([
    [
      'and whose aircraft is heard is watched',
      100,
      { ...NOTHING, usable: { at: second(99), receivedAt: second(99) } },
      {},
      null,
    ],
    ['before its time is not expected to be heard', -10, NOTHING, {}, null],
    ['at its time is given twenty seconds', 19, NOTHING, {}, null],
    ['and is not heard after it is not watched', 20, NOTHING, {}, 'no_frames'],
    [
      'and was heard a while ago is not watched',
      100,
      { ...NOTHING, usable: { at: second(60), receivedAt: second(60) } },
      {},
      'no_frames',
    ],
    ['and whose period is over was not flown', 3_600, NOTHING, {}, null],
    ['and people say flies is not watched, whatever the time', 4_000, NOTHING, { isSaidFlying: true }, 'no_frames'],
    ['of a clock far behind is told before its time', -1_500, received(-1_501), {}, 'clock'],
    ['of a clock that was refused too', -1_500, REFUSED, {}, 'clock'],
    [
      'behind a controller that repeats a lost aircraft is not heard',
      100,
      received(99, 'not_connected'),
      {},
      'no_frames',
    ],
    ['once told for its clock is not told again for silence', 500, received(99), { told: 'clock' }, 'clock'],
    ['told for silence is told for its clock', 100, received(99), { told: 'no_frames' }, 'clock'],
    [
      'that we have listened to for less than half a minute is not told of',
      100,
      { ...NOTHING, since: second(71) },
      {},
      null,
    ],
    ['nor for its clock', 100, { ...received(99), since: second(71) }, {}, null],
    ['and is told of after that', 101, { ...received(99), since: second(71) }, {}, 'clock'],
    ['nor where others listen', 100, { ...REFUSED, since: null }, {}, null],
    ['what was told stays meanwhile', 100, { ...NOTHING, since: second(71) }, { told: 'clock' }, 'clock'],
    ['that is over is not watched for good reason', 100, REFUSED, { isDue: false, told: 'clock' }, null],
  ])('%s', (_, at, heard, over, reason) => {
    expect(unwatchedBecause({ ...FLIGHT, ...over }, heard, second(at))).toBe(reason);
  });
});
