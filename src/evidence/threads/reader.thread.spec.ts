import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { ReaderThread, type ThreadLimits } from './reader.thread.js';
import { ThreadFault } from './thread.fault.js';

/** Does what it is told. */
const WORKER = `
import { readFileSync } from 'node:fs';
import { answerTasks } from '${pathToFileURL('src/evidence/threads/answers.mjs').href}';
answerTasks(async ({ word, wait = 0, path }) => {
  if (word === 'for ever') for (;;);
  if (word === 'exit') process.exit(3);
  if (path) return readFileSync(path, 'utf8');
  if (word === 'refuse') throw new Error('no TIFF');
  await new Promise((done) => setTimeout(done, wait));
  return word;
});`;

let folder: string;
let thread: ReaderThread;
const open = (over: Partial<ThreadLimits> = {}): ReaderThread =>
  (thread = new ReaderThread({
    workerFile: join(folder, 'worker.mjs'),
    timeLimitMs: 5_000,
    heapMegabytes: 64,
    ...over,
  }));
/** The answer, or the code of the fault. */
const said = (asked: Promise<unknown>): Promise<unknown> =>
  asked.catch((error: unknown) => (error instanceof ThreadFault ? error.code : error));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'threads-'));
  await writeFile(join(folder, 'worker.mjs'), WORKER);
});
afterEach(() => thread.close());
afterAll(() => rm(folder, { recursive: true }));

describe('a thread that reads', () => {
  it('gives each task of a line its own answer, also behind one that outran its time or broke the thread', async () => {
    open({ timeLimitMs: 800 });
    const words = ['for ever', 'one', 'for ever', 'two', 'exit', 'three', 'refuse', 'four'];
    const all = await Promise.all(words.map((word) => said(thread.ask({ word }))));
    expect(all).toEqual(['TOO_SLOW', 'one', 'TOO_SLOW', 'two', 'ENDED', 'three', 'REFUSED', 'four']);
    expect(thread.load).toBe(0);
  });

  it('closes at once: what is being done is ended, what waits is refused, and nothing begins any more', async () => {
    open({ timeLimitMs: 60_000 });
    expect(await thread.ask({ word: 'begun' })).toBe('begun');
    const asked = ['for ever', 'one', 'two'].map((word) => said(thread.ask({ word })));
    const from = performance.now();
    await thread.close();
    expect(await Promise.all(asked)).toEqual(['CLOSING', 'CLOSING', 'CLOSING']);
    expect(performance.now() - from).toBeLessThan(5_000);
    expect(await said(thread.ask({ word: 'three' }))).toBe('CLOSING');
    expect([thread.load, thread.isRunning]).toEqual([0, false]);
  });

  it('refuses at once what comes when too many wait', async () => {
    open({ mostWaiting: 2 });
    const asked = ['one', 'two', 'three'].map((word) => thread.ask({ word, wait: 20 }));
    expect(await said(thread.ask({ word: 'four' }))).toBe('BUSY');
    expect(await Promise.all(asked)).toEqual(['one', 'two', 'three']);
    expect(await thread.ask({ word: 'five' })).toBe('five');
  });

  it('does not begin what nobody waits for any more, and gives its place to another', async () => {
    open({ mostWaiting: 1 });
    const gone = new AbortController();
    const one = thread.ask({ word: 'one', wait: 50 });
    const two = said(thread.ask({ word: 'for ever' }, gone.signal));
    gone.abort();
    const three = thread.ask({ word: 'three' });
    expect(await Promise.all([one, two, three])).toEqual(['one', 'BROKEN_OFF', 'three']);
    expect(await said(thread.ask({ word: 'for ever' }, gone.signal))).toBe('BROKEN_OFF');
  });

  it('ends itself when idle', async () => {
    open({ idleMs: 30 });
    expect(thread.isRunning).toBe(false);
    await thread.ask({ word: 'one' });
    expect(thread.isRunning).toBe(true);
    await new Promise((done) => setTimeout(done, 300));
    expect(thread.isRunning).toBe(false);
  });

  it('says of a fault what others may know: no place of this machine', async () => {
    open();
    const faultOf = (task: Record<string, unknown>): Promise<ThreadFault> =>
      thread.ask(task).then(
        () => new ThreadFault('REFUSED', 'none'),
        (error: unknown) => error as ThreadFault,
      );
    const absent = await faultOf({ path: join(folder, 'absent') });
    expect([absent.code, absent.isPassing, absent.words]).toEqual(['FILE_GONE', true, 'the file is not there']);
    expect(absent.message).toContain(folder);
    const closed = await faultOf({ path: folder });
    expect([closed.code, closed.isPassing, closed.words]).toEqual(['UNREACHABLE', false, 'the file cannot be reached']);
    const refused = await faultOf({ word: 'refuse' });
    expect([refused.code, refused.isPassing, refused.words]).toEqual(['REFUSED', false, 'no TIFF']);
    expect(new ThreadFault('REFUSED', `found in ${folder}`).words).toBe('the file cannot be read');
    expect(new ThreadFault('ENDED', `Cannot find module ${folder}`).words).toBe('the reader ended');
  });
});
