import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { ReadingGate } from './reading-gate.js';

/** A socket with something to read, and who reads it whenever it is readable. */
class Line extends EventEmitter {
  given = 0;

  constructor(onRead: () => void) {
    super();
    this.on('readable', () => {
      const given: unknown = this.read();
      if (given !== null) onRead();
    });
  }

  read(): Buffer | null {
    this.given += 1;
    return Buffer.from('x');
  }
}

function linesAt(gate: ReadingGate, count: number): Line[] {
  return Array.from({ length: count }, () => {
    const line = new Line(() => gate.take(1));
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
    const lines = linesAt(gate, 6);
    for (const line of lines) line.emit('readable');
    expect(givenBy(lines)).toEqual([1, 1, 1, 1, 0, 0]);
  });

  it('opens once half is done, for those who waited longest, and closes behind those who fill it', () => {
    const gate = new ReadingGate({ messages: 4, bytes: 100 });
    const lines = linesAt(gate, 8);
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
    const [line] = linesAt(gate, 1);
    gate.take(10);
    line?.emit('readable');
    expect(line?.given).toBe(0);
    gate.settle(10);
    expect(line?.given).toBe(1);
  });

  it('forgets a line that has ended', () => {
    const gate = new ReadingGate({ messages: 1, bytes: 100 });
    const lines = linesAt(gate, 2);
    gate.take(1);
    for (const line of lines) line.emit('readable');
    lines[0]?.emit('close');
    settle(gate, 1);
    expect(givenBy(lines)).toEqual([0, 1]);
  });
});
