import { describe, expect, it } from '@jest/globals';
import { isLineFree, type Line, StuckLines } from './line-pressure.js';

const lineOf = (writeBuffer: readonly string[], writable = true, connected = true) =>
  ({ connected, conn: { transport: { writable }, writeBuffer } }) as unknown as Line;
const line = (waiting: number, { writable = true, connected = true } = {}): Line =>
  lineOf(
    Array.from({ length: waiting }, () => 'packet'),
    writable,
    connected,
  );
const after = (seconds: number) => new Date(1_000_000 + seconds * 1_000);

describe('a line', () => {
  it.each([
    ['with nothing waiting', line(0), true],
    ['with two packets waiting', line(2), true],
    ['with three packets waiting', line(3), false],
    ['in the middle of a write', line(0, { writable: false }), false],
    ['that ended', line(0, { connected: false }), false],
  ])('%s', (_, one, free) => expect(isLineFree(one)).toBe(free));
});

describe('lines that do not move', () => {
  it('are found after ten seconds of more than 64 packets', () => {
    const lines = new StuckLines<Line>();
    const [stuck, busy] = [line(65), line(64)];
    expect(lines.among([stuck, busy], after(0))).toEqual([]);
    expect(lines.among([stuck, busy], after(9.9))).toEqual([]);
    expect(lines.among([stuck, busy], after(10))).toEqual([stuck]);
  });

  it('begin anew after a moment of room', () => {
    const lines = new StuckLines<Line>();
    const packets = Array.from({ length: 70 }, () => 'packet');
    const one = lineOf(packets, false);
    lines.among([one], after(0));
    packets.length = 3;
    lines.among([one], after(5));
    packets.length = 70;
    expect(lines.among([one], after(10))).toEqual([]);
    expect(lines.among([one], after(20))).toEqual([one]);
  });
});
