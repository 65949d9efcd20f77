import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { ReadingGate } from './reading-gate.js';

/** A socket with so many bytes to read, and who reads it whenever it is readable; a message a byte. */
class Line extends EventEmitter {
  given = 0;
  readonly destroyed = false;

  constructor(
    public readableLength: number,
    onRead: (bytes: number) => void,
  ) {
    super();
    this.on('readable', () => {
      const given = this.read() as Buffer | null;
      if (given) onRead(given.length);
    });
  }

  read(size = this.readableLength): unknown {
    if (size === 0) return null;
    this.given += size;
    this.readableLength -= size;
    return Buffer.alloc(size);
  }
}

function linesAt(gate: ReadingGate, lengths: readonly number[]): Line[] {
  return lengths.map((length) => {
    const line = new Line(length, (bytes) => gate.take(bytes));
    gate.guard(line as unknown as Socket);
    return line;
  });
}

const givenBy = (lines: readonly Line[]): number[] => lines.map(({ given }) => given);

function settle(gate: ReadingGate, messages: number, bytes = 1): void {
  for (let left = messages; left > 0; left -= 1) gate.settle(bytes);
}

describe('the gate before what is read', () => {
  it('is open until as much waits as may wait', () => {
    const gate = new ReadingGate({ messages: 4, bytes: 100 });
    const lines = linesAt(gate, [1, 1, 1, 1, 1, 1]);
    for (const line of lines) line.emit('readable');
    expect(givenBy(lines)).toEqual([1, 1, 1, 1, 0, 0]);
  });

  it('opens once half is done, for those who waited longest, and closes behind those who fill it', () => {
    const gate = new ReadingGate({ messages: 4, bytes: 100 });
    const lines = linesAt(gate, Array<number>(8).fill(1));
    for (const line of lines) line.emit('readable');
    settle(gate, 1);
    expect(givenBy(lines)).toEqual([1, 1, 1, 1, 0, 0, 0, 0]);
    settle(gate, 1);
    expect(givenBy(lines)).toEqual([1, 1, 1, 1, 1, 1, 0, 0]);
    settle(gate, 2);
    expect(givenBy(lines)).toEqual([1, 1, 1, 1, 1, 1, 1, 1]);
  });

  it('minds the bytes as well as the messages', () => {
    const gate = new ReadingGate({ messages: 100, bytes: 10 });
    const [line] = linesAt(gate, [1]);
    gate.take(10);
    line?.emit('readable');
    expect(line?.given).toBe(0);
    gate.settle(10);
    expect(line?.given).toBe(1);
  });

  it('gives each line a share of the room once it opens, turn after turn', () => {
    const gate = new ReadingGate({ messages: 3, bytes: 1_000_000 });
    const lines = linesAt(gate, [600_000, 300_000, 100_000, 5_000]);
    const held = [1, 2, 3].map(() => gate.take(1));
    for (const line of lines) line.emit('readable');
    expect(givenBy(lines)).toEqual([0, 0, 0, 0]);
    settle(gate, held.length - 1);
    // Half of a million for four lines; the third message closes the gate.
    expect(givenBy(lines)).toEqual([125_000, 125_000, 0, 0]);
    settle(gate, 2, 125_000);
    expect(givenBy(lines)).toEqual([125_000, 125_000, 100_000, 5_000]);
    settle(gate, 1, 100_000);
    settle(gate, 1, 5_000);
    expect(givenBy(lines)).toEqual([375_000, 300_000, 100_000, 5_000]);
  });

  it('forgets a line that has ended', () => {
    const gate = new ReadingGate({ messages: 1, bytes: 100 });
    const lines = linesAt(gate, [1, 1]);
    gate.take(1);
    for (const line of lines) line.emit('readable');
    lines[0]?.emit('close');
    settle(gate, 1);
    expect(givenBy(lines)).toEqual([0, 1]);
  });
});
