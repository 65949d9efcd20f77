import { qrMark, qrModuleSide } from './qr.rules.js';

describe('QR codes', () => {
  const box = { x: 10, y: 20, width: 29, height: 29 };

  it('draws runs of dark modules inside the quiet zone', () => {
    const mark = qrMark('A', box);
    if (mark.kind !== 'rectangles') throw new Error('no rectangles');
    // Version 1 has 21 modules, the quiet zone 4 on each side: one point a module here.
    const [first] = mark.boxes;
    expect(first).toEqual({ x: 14, y: 24, width: 7, height: 1 });
    const edges = mark.boxes.flatMap(({ x, y, width, height }) => [x, y, x + width, y + height]);
    expect(Math.min(...edges)).toBe(14);
    expect(Math.max(...edges)).toBe(45);
  });

  it('tells how small a module gets', () => {
    expect(qrModuleSide('A', 29)).toBe(1);
    expect(qrModuleSide('https://skydocket.example.org/d/HB-UAV-0001', 29)).toBeLessThan(1);
  });
});
