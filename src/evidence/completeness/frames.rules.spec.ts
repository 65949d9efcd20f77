import { describe, expect, it } from '@jest/globals';
import { countFrames } from './frames.rules.js';

const at = (second: number): Date => new Date(Date.UTC(2026, 2, 1, 2, 0, second));
const files = (...names: readonly string[]) => names.map((fileName, nth) => ({ fileName, capturedAt: at(nth) }));

describe('the frames of a flight', () => {
  it('are complete where the numbers follow each other', () => {
    expect(countFrames(files('DJI_0001.JPG', 'DJI_0002.JPG', 'DJI_0003.MP4'))).toEqual({
      files: 3,
      frames: 3,
      unnumbered: 0,
      gaps: [],
      restarts: 0,
    });
  });

  it('lack what lies between two numbers, named with the times around it', () => {
    const { gaps } = countFrames(files('DJI_0003.JPG', 'DJI_0006.JPG', 'DJI_0008.JPG'));
    expect(gaps).toEqual([
      { from: 4, to: 5, frames: 2, after: at(0), before: at(1) },
      { from: 7, to: 7, frames: 1, after: at(1), before: at(2) },
    ]);
  });

  it('count once where one shutter made several files', () => {
    const set = ['W', 'T', 'Z'].map((lens) => `DJI_20230101120000_0001_${lens}.JPG`);
    const count = countFrames(files(...set, 'DJI_20230101120002_0002_V.JPG', 'dji_0003_t.jpeg'));
    expect(count).toMatchObject({ files: 5, frames: 3, gaps: [] });
  });

  it('go on with 0001 after 9999', () => {
    expect(countFrames(files('DJI_9998.JPG', 'DJI_9999.JPG', 'DJI_0001.JPG')).gaps).toEqual([]);
    expect(countFrames(files('DJI_9998.JPG', 'DJI_0002.JPG')).gaps).toMatchObject([{ from: 9_999, to: 1, frames: 2 }]);
    expect(countFrames(files('DJI_9998.JPG', 'DJI_0001.JPG')).gaps).toMatchObject([{ from: 9_999, to: 9_999 }]);
  });

  it('are counted in the order they were taken, whatever order they came in', () => {
    const shuffled = files('DJI_0001.JPG', 'DJI_0002.JPG', 'DJI_0004.JPG').toReversed();
    expect(countFrames(shuffled).gaps).toMatchObject([{ from: 3, to: 3 }]);
    const untimed = shuffled.map(({ fileName }) => ({ fileName, capturedAt: null }));
    expect(countFrames(untimed).gaps).toEqual([{ from: 3, to: 3, frames: 1, after: null, before: null }]);
  });

  it('are no gap of thousands where a counter began anew', () => {
    expect(countFrames(files('DJI_5000.JPG', 'DJI_0001.JPG'))).toMatchObject({ gaps: [], restarts: 1 });
  });

  it.each(['IMG_0001.JPG', 'DJI_0000.JPG', 'DJI_00001.JPG', 'DJI_0001.JPG.exe', 'DJI_1.JPG', ''])(
    'carry no number under the name %j',
    (name) => {
      expect(countFrames(files(name))).toMatchObject({ files: 1, frames: 0, unnumbered: 1 });
    },
  );
});
