import { beforeEach, describe, expect, it } from '@jest/globals';
import { ASK_MS, LONGEST_PAUSE_MS, type ReplayPageData, ReplayRun } from './replay-run.js';

const BEGIN = Date.parse('2026-09-01T02:00:00.000Z');
const at = (seconds: number): string => new Date(BEGIN + seconds * 1_000).toISOString();

/** Ten seconds a page, an event each second, thirty in all. */
function pageFrom(from: Date | undefined): ReplayPageData {
  const begin = ((from?.getTime() ?? BEGIN) - BEGIN) / 1_000;
  const seconds = Array.from({ length: 10 }, (_, index) => begin + index).filter((second) => second < 30);
  const to = Math.min(begin + 10, 30);
  return {
    from: at(begin),
    to: at(to),
    end: at(30),
    stepMs: 250,
    next: to < 30 ? at(to) : null,
    snapshot: {
      seq: 0,
      title: '',
      kind: '',
      state: 'open',
      epoch: 1,
      commanderUserId: null,
      people: {},
      orders: {},
      shapes: {},
    },
    frames: seconds.map((second) => ({ t: at(second), events: [], positions: [] })),
    gaps: [],
    positionsCut: false,
  };
}

describe('a replay at the pace of a clock', () => {
  let told: string[];
  let isFree: boolean;
  let fault: Error | undefined;
  let run: ReplayRun;
  const settled = () => new Promise((done) => setImmediate(done));
  const frames = () => told.filter((one) => one.startsWith('frame')).length;
  beforeEach(() => {
    [told, isFree, fault] = [[], true, undefined];
    const line = {
      load: async (from: Date | undefined) => {
        if (fault) throw fault;
        return pageFrom(from);
      },
      requireRight: async () => {
        if (fault) throw fault;
      },
      tell: (event: string, message: object) => void told.push(`${event} ${JSON.stringify(message)}`),
      isFree: () => isFree,
    };
    run = new ReplayRun(line, 2, () => 'NOT_FOUND');
  });

  it('tells each frame once, in order, over all pages, and that it has ended', async () => {
    expect(await run.seek(undefined)).toEqual({ from: at(0), end: at(30) });
    for (let tick = 0; tick < 80; tick += 1) {
      run.advance(250);
      await settled();
    }
    const seen = told.filter((one) => one.startsWith('frame')).map((one) => /"t":"([^"]+)"/.exec(one)?.[1]);
    expect(seen).toEqual(Array.from({ length: 30 }, (_, second) => at(second)));
    expect(told[0]).toMatch(/^snapshot/);
    expect(told.filter((one) => one.startsWith('end'))).toEqual([`end ${JSON.stringify({ t: at(30) })}`]);
  });

  it('stands still while paused or while the line is busy, and goes on from there', async () => {
    await run.seek(undefined);
    run.advance(1_000);
    const before = frames();
    run.pause();
    run.advance(1_000);
    expect(frames()).toBe(before);
    run.resume();
    isFree = false;
    run.advance(1_000);
    expect(frames()).toBe(before);
    isFree = true;
    run.advance(500);
    expect(frames()).toBe(before + 1);
  });

  it('jumps where it is told, and says how things stood there', async () => {
    await run.seek(undefined);
    run.advance(1_000);
    told.length = 0;
    await run.seek(new Date(BEGIN + 20_000));
    run.advance(250);
    expect(told[0]).toContain(at(20));
    expect(frames()).toBe(1);
    run.stop();
    run.advance(10_000);
    expect(frames()).toBe(1);
  });

  it('asks for the reader’s right again within a page', async () => {
    await run.seek(undefined);
    run.advance(ASK_MS - 1);
    fault = new Error('gone');
    await settled();
    expect(run.isUnderWay).toBe(true);
    run.advance(1);
    await settled();
    expect(told.at(-1)).toBe('end {"code":"NOT_FOUND"}');
    const before = told.length;
    run.advance(1_000);
    expect([run.isUnderWay, told.length]).toEqual([false, before]);
  });

  it('ends when it is left standing', async () => {
    await run.seek(undefined);
    run.pause();
    run.advance(LONGEST_PAUSE_MS - 1);
    run.resume();
    run.pause();
    run.advance(LONGEST_PAUSE_MS - 1);
    run.pause();
    expect(run.isUnderWay).toBe(true);
    run.advance(1);
    expect([run.isUnderWay, told.at(-1)]).toEqual([false, `end {"t":"${at(0)}"}`]);
  });

  it('ends with a code when the reader’s right has ended meanwhile', async () => {
    await run.seek(undefined);
    fault = new Error('gone');
    run.advance(5_000);
    await settled();
    expect(told.at(-1)).toBe('end {"code":"NOT_FOUND"}');
  });
});
