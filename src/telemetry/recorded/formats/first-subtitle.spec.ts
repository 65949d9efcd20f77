import { describe, expect, it } from '@jest/globals';
import { firstSubtitle } from './first-subtitle.js';

const NOT_AFTER = new Date('2026-12-31T00:00:00Z');
const block = (nth: number, words: string): string =>
  `${nth}\n00:00:0${nth},000 --> 00:00:0${nth},033\n<font size="28">FrameCnt: ${nth}, DiffTime: 33ms\n${words}</font>\n\n`;
const PLACE =
  '2026-06-01 10:00:00.123\n[iso: 100] [latitude: 37.8861] [longitude: 116.5423] [rel_alt: 80.0 abs_alt: 95.0]';
const first = (text: string) => firstSubtitle(Buffer.from(text), NOT_AFTER);

describe('the first subtitle of a drone', () => {
  it('says where and when the film begins, in local time where no zone is written', () => {
    expect(first(block(1, PLACE) + block(2, PLACE))).toEqual({
      at: new Date('2026-06-01T02:00:00.123Z'),
      written: '2026-06-01 10:00:00.123',
      zoneStated: false,
      position: { lon: 116.5423, lat: 37.8861 },
    });
  });

  it('is the first with a place, whatever is cut off behind it', () => {
    const silent = block(1, '2026-06-01 09:59:59.000\n[iso: 100]');
    expect(first(`${silent}${block(2, PLACE)}3\n00:00:0`)?.at).toEqual(new Date('2026-06-01T02:00:00.123Z'));
  });

  it.each([
    ['nothing', ''],
    ['another text', '今日巡查\n'],
    ['a subtitle of a film to watch', '1\n00:00:01,000 --> 00:00:02,000\n你好\n\n'],
    ['a block that is not complete', block(1, PLACE).trimEnd()],
    ['a day that does not exist', block(1, PLACE.replace('06-01', '02-30'))],
    ['half a place', block(1, PLACE.replace('[longitude: 116.5423]', ''))],
    ['bytes', '\u0000\u0001\ufffd\n\n'],
  ])('is none in %s', (_, text) => expect(first(text)).toBeNull());
});
