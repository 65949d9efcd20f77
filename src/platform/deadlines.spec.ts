import type { Actor } from './actor.js';
import { Clock } from './clock/index.js';
import type { Tx, UnitOfWork } from './database/index.js';
import { Deadlines } from './deadlines.js';
import { createLogger } from './logging/index.js';

const SECOND = 1_000;
const at = (seconds: number) => new Date(seconds * SECOND);

/** Reads from no database: what is due is in its memory. */
class Errands extends Deadlines<number> {
  readonly tries: number[] = [];
  readonly asked: number[] = [];

  constructor(
    readonly open: Set<number>,
    readonly broken: Set<number>,
  ) {
    const unitOfWork = {
      read: (work: (tx: Tx) => Promise<unknown>) => work({} as Tx),
      run: (_: Actor, work: (tx: Tx) => Promise<unknown>) => work({} as Tx),
    } as unknown as UnitOfWork;
    super('errands', { unitOfWork, clock: new Clock(), logger: createLogger('silent') });
  }

  protected due(_tx: Tx, _now: Date, limit: number): Promise<number[]> {
    this.asked.push(limit);
    return Promise.resolve([...this.open].slice(0, limit));
  }

  protected nameOf(due: number): string {
    return String(due);
  }

  protected end(_tx: Tx, due: number): Promise<void> {
    this.tries.push(due);
    if (this.broken.has(due)) return Promise.reject(new Error('broken'));
    this.open.delete(due);
    return Promise.resolve();
  }
}

describe('deadlines', () => {
  const upTo = (count: number) => new Set(Array.from({ length: count }, (_, nth) => nth));

  it('end what is due, each once', async () => {
    const errands = new Errands(upTo(3), new Set());
    await errands.round(at(0));
    await errands.round(at(1));
    expect(errands.tries).toEqual([0, 1, 2]);
  });

  it('come to what lies behind a hundred that fail', async () => {
    const errands = new Errands(upTo(150), upTo(100));
    await errands.round(at(0));
    await errands.round(at(1));
    expect([...errands.open]).toEqual([...upTo(100)]);
  });

  it('let what fails rest, longer each time', async () => {
    const errands = new Errands(upTo(1), upTo(1));
    for (let second = 0; second < 15; second += 1) await errands.round(at(second));
    expect(errands.tries).toHaveLength(4);
    errands.broken.clear();
    await errands.round(at(400));
    expect(errands.open.size).toBe(0);
  });

  it('remember nothing of what somebody else has ended', async () => {
    const errands = new Errands(upTo(5), upTo(5));
    await errands.round(at(0));
    errands.open.clear();
    await errands.round(at(1));
    await errands.round(at(2));
    expect(errands.asked).toEqual([100, 105, 100]);
  });
});
