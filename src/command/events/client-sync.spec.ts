import { describe, expect, it } from '@jest/globals';
import * as fc from 'fast-check';
import { checkGap, hearHeartbeat, receive, startSync, takePage } from './client-sync.js';
import type { SyncState, SyncStep } from './client-sync.js';

interface Event {
  readonly seq: number;
}
const event = (seq: number): Event => ({ seq });
const page = (after: number, lastSeq: number, limit = 1_000) => ({
  events: Array.from({ length: Math.min(limit, lastSeq - after) }, (_, index) => event(after + index + 1)),
  lastSeq,
});
const seqs = (step: SyncStep<Event>) => step.apply.map(({ seq }) => seq);

describe('a snapshot', () => {
  it('stands for every event up to its number, and the rest follows', () => {
    const waiting = receive(startSync<Event>(4), event(2_003)).state;
    const step = takePage(waiting, { events: [event(2_001), event(2_002)], lastSeq: 2_003, snapshotSeq: 2_000 });
    expect(seqs(step)).toEqual([2_001, 2_002, 2_003]);
    expect(step).toMatchObject({ state: { applied: 2_003 } });
    expect(step.ask).toBeUndefined();
  });

  it('of the past changes nothing', () => {
    const step = takePage(startSync<Event>(9), { events: [], lastSeq: 9, snapshotSeq: 5 });
    expect(step).toMatchObject({ apply: [], state: { applied: 9 } });
  });

  it('alone is followed by a question when more is known of', () => {
    const step = takePage(startSync<Event>(0), { events: [], lastSeq: 2_005, snapshotSeq: 2_000 });
    expect(step.ask).toEqual({ after: 2_000, when: 'now' });
  });
});

describe('a live event', () => {
  it('that is next is applied', () => {
    const step = receive(startSync<Event>(4), event(5));
    expect(seqs(step)).toEqual([5]);
    expect(step.ask).toBeUndefined();
  });

  it('that is old is dropped', () => {
    const state = startSync<Event>(4);
    expect(receive(state, event(4))).toEqual({ state, apply: [] });
  });

  it('ahead of a gap waits, asks if still missing, and follows when the gap closes', () => {
    const first = receive(startSync<Event>(4), event(6));
    expect(first).toMatchObject({ apply: [], ask: { after: 4, when: 'ifStillMissing' } });
    const second = receive(first.state, event(5));
    expect(seqs(second)).toEqual([5, 6]);
    expect(checkGap(second.state).ask).toBeUndefined();
  });

  it('still missing after the patience is asked for', () => {
    const gap = receive(startSync<Event>(4), event(6));
    expect(checkGap(gap.state).ask).toEqual({ after: 4, when: 'now' });
  });
});

describe('a heartbeat', () => {
  it('shows that the tail was lost', () => {
    expect(hearHeartbeat(startSync<Event>(4), 7).ask).toEqual({ after: 4, when: 'now' });
    expect(hearHeartbeat(startSync<Event>(7), 7).ask).toBeUndefined();
    expect(hearHeartbeat(startSync<Event>(7), 6).ask).toBeUndefined();
  });
});

describe('a page', () => {
  it('is applied and asked on until the end', () => {
    let state: SyncState<Event> = startSync();
    const applied: number[] = [];
    for (let after: number | undefined = 0; after !== undefined;) {
      const step: SyncStep<Event> = takePage(state, page(after, 10_000));
      applied.push(...seqs(step));
      state = step.state;
      after = step.ask?.after;
    }
    expect(applied).toEqual(Array.from({ length: 10_000 }, (_, index) => index + 1));
  });

  it('that brings nothing new does not ask again at once', () => {
    expect(takePage(startSync<Event>(9), page(5, 12, 3)).ask).toBeUndefined();
  });

  it('closes the gap even when more is waiting ahead than is kept', () => {
    let state: SyncState<Event> = startSync();
    for (let seq = 2; seq <= 1_500; seq += 1) state = receive(state, event(seq)).state;
    expect(state.ahead.size).toBe(1_000);
    const step = takePage(state, page(0, 1_500, 500));
    expect(step.state.applied).toBe(1_001);
    expect(takePage(step.state, page(1_001, 1_500)).state.applied).toBe(1_500);
  });
});

interface Message {
  readonly take: (state: SyncState<Event>) => SyncStep<Event>;
  readonly snapshotSeq?: number;
}

/** One client behind a line that loses, doubles and reorders in both directions; the server only ever appends. */
class Line {
  private written = 0;
  private readonly inFlight: Message[] = [];
  private state: SyncState<Event> = startSync();
  /** What was handed out, and what a snapshot stood for, in the order in which it came. */
  readonly applied: number[] = [];

  constructor(
    /** Further behind than this, and a snapshot is the answer. */
    private readonly mostBehind: number,
  ) {}

  write(): void {
    this.written += 1;
    const sent = event(this.written);
    this.inFlight.push({ take: (state) => receive(state, sent) });
  }

  beat(): void {
    const lastSeq = this.written;
    this.inFlight.push({ take: (state) => hearHeartbeat(state, lastSeq) });
  }

  waitPatience(): void {
    this.take(checkGap(this.state));
  }

  lose(index: number): void {
    this.inFlight.splice(index % Math.max(1, this.inFlight.length), 1);
  }

  deliver(index: number, twice: boolean): void {
    const at = index % Math.max(1, this.inFlight.length);
    const message = twice ? this.inFlight[at] : this.inFlight.splice(at, 1)[0];
    if (message) this.take(message.take(this.state), message.snapshotSeq);
  }

  /** The line is sound from here on. */
  settle(): void {
    this.inFlight.length = 0;
    this.beat();
    while (this.inFlight.length > 0) this.deliver(0, false);
  }

  get total(): number {
    return this.written;
  }

  get waiting(): number {
    return this.state.ahead.size;
  }

  private take(step: SyncStep<Event>, snapshotSeq = 0): void {
    for (let seq = this.state.applied + 1; seq <= snapshotSeq; seq += 1) this.applied.push(seq);
    this.state = step.state;
    this.applied.push(...seqs(step));
    if (step.ask?.when === 'now') this.inFlight.push(this.answer(step.ask.after));
  }

  private answer(after: number): Message {
    const snapshotSeq = this.written - after > this.mostBehind ? this.written : 0;
    const answer = snapshotSeq ? { events: [], lastSeq: this.written, snapshotSeq } : page(after, this.written, 3);
    return { take: (state) => takePage(state, answer), snapshotSeq };
  }
}

class Write implements fc.Command<object, Line> {
  check = () => true;
  run = (_: object, line: Line) => line.write();
  toString = () => 'write';
}
class Beat implements fc.Command<object, Line> {
  check = () => true;
  run = (_: object, line: Line) => line.beat();
  toString = () => 'beat';
}
class Wait implements fc.Command<object, Line> {
  check = () => true;
  run = (_: object, line: Line) => expectPrefix(line, () => line.waitPatience());
  toString = () => 'wait';
}
class Lose implements fc.Command<object, Line> {
  constructor(readonly index: number) {}
  check = () => true;
  run = (_: object, line: Line) => line.lose(this.index);
  toString = () => `lose ${this.index}`;
}
class Deliver implements fc.Command<object, Line> {
  constructor(
    readonly index: number,
    readonly twice: boolean,
  ) {}
  check = () => true;
  run = (_: object, line: Line) => expectPrefix(line, () => line.deliver(this.index, this.twice));
  toString = () => `deliver ${this.index}${this.twice ? ' and keep' : ''}`;
}

function expectPrefix(line: Line, act: () => void): void {
  act();
  expect(line.applied).toEqual(Array.from({ length: line.applied.length }, (_, index) => index + 1));
}

describe('over a bad line', () => {
  it.each([
    ['in pages', Infinity],
    ['in pages or, far behind, by a snapshot', 5],
    ['by snapshots alone', 0],
  ])('hands out each event once, in order, and all of them once the line is sound: %s', (_, mostBehind) => {
    const commands = fc.commands(
      [
        fc.constant(new Write()),
        fc.constant(new Beat()),
        fc.constant(new Wait()),
        fc.nat(20).map((index) => new Lose(index)),
        fc.tuple(fc.nat(20), fc.boolean()).map(([index, twice]) => new Deliver(index, twice)),
      ],
      { maxCommands: 200 },
    );
    fc.assert(
      fc.property(commands, (run) => {
        const line = new Line(mostBehind);
        fc.modelRun(() => ({ model: {}, real: line }), run);
        line.settle();
        expect(line.waiting).toBe(0);
        expect(line.applied).toEqual(Array.from({ length: line.total }, (_, index) => index + 1));
      }),
      { numRuns: 300 },
    );
  });
});
