import { drawnOf, extentOf, strokesIn, UNREADABLE_SIGNATURE } from './signature.rules.js';

describe('drawn signatures', () => {
  it('reads a data URL of a picture', () => {
    expect(drawnOf('data:image/png;base64,iVBORw0K')).toEqual({
      kind: 'image',
      bytes: Buffer.from('iVBORw0K', 'base64'),
    });
  });

  it('reads strokes, with the box around them', () => {
    expect(drawnOf('M10 20 L30 40 l-5,10')).toEqual({
      kind: 'strokes',
      path: 'M10 20 L30 40 l-5,10',
      extent: { x: 10, y: 20, width: 20, height: 30 },
    });
  });

  it.each([
    ['m1 1 h4 v-6', { x: 1, y: -5, width: 4, height: 6 }],
    ['M0 0C1e1 0 10 5 2.5.5', { x: 0, y: 0, width: 10, height: 5 }],
    ['M0 0 A5 5 0 0 1 10 4 a5 5 0 1 0 5 5', { x: 0, y: 0, width: 15, height: 9 }],
    ['M0 0 10 10 20 0Z', { x: 0, y: 0, width: 20, height: 10 }],
  ])('finds the box around %s', (path, extent) => {
    expect(extentOf(path)).toEqual(extent);
  });

  it.each(['M1 2 L3', 'M', 'M5 5', 'M0 0L1e999 1', 'M1 1 A1 1 0 0 1 2'])('refuses %s', (path) => {
    expect(extentOf(path)).toBeUndefined();
  });

  it('shows short words as they are, and says what it cannot show', () => {
    expect(drawnOf('张三')).toEqual({ kind: 'words', text: '张三' });
    expect(drawnOf('data:image/svg+xml;base64,PHN2Zz4=')).toEqual({ kind: 'words', text: UNREADABLE_SIGNATURE });
    expect(drawnOf('x'.repeat(41))).toEqual({ kind: 'words', text: UNREADABLE_SIGNATURE });
  });

  it('puts strokes into the middle of their box, as large as they fit', () => {
    const drawn = drawnOf('M10 10 L30 20');
    if (drawn.kind !== 'strokes') throw new Error('no strokes');
    expect(strokesIn(drawn, { x: 100, y: 100, width: 40, height: 60 })).toMatchObject({ scale: 2, x: 80, y: 100 });
  });
});
