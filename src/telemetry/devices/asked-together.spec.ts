import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { AskedTogether } from './asked-together.js';

/** Readings that end when told to. */
class Readings {
  readonly asked: (readonly string[])[] = [];
  private readonly ends: ((fault?: Error) => void)[] = [];

  readonly together = new AskedTogether<string>((keys) => {
    this.asked.push(keys);
    return new Promise((done, fail) => {
      this.ends.push((fault) => (fault ? fail(fault) : done(new Map(keys.map((key) => [key, `about ${key}`])))));
    });
  });

  async end(fault?: Error): Promise<void> {
    this.ends.shift()?.(fault);
    await turn();
    await turn();
  }
}

describe('what is asked together', () => {
  it('in one turn is one reading', async () => {
    const readings = new Readings();
    const answers = Promise.all(['a', 'b', 'a'].map((key) => readings.together.ask(key)));
    await turn();
    expect(readings.asked).toEqual([['a', 'b']]);
    await readings.end();
    expect(await answers).toEqual(['about a', 'about b', 'about a']);
  });

  it('while a reading is under way is the next one, without what that one answers', async () => {
    const readings = new Readings();
    const first = readings.together.ask('a');
    await turn();
    const more = Promise.all(['b', 'a', 'c'].map((key) => readings.together.ask(key)));
    await readings.end();
    expect(readings.asked).toEqual([['a'], ['b', 'c']]);
    await readings.end();
    expect([await first, ...(await more)]).toEqual(['about a', 'about b', 'about a', 'about c']);
  });

  it('is a thousand keys at most', async () => {
    const readings = new Readings();
    const answers = Promise.all(Array.from({ length: 2_500 }, (_, nth) => readings.together.ask(String(nth))));
    await turn();
    for (let reading = 0; reading < 3; reading += 1) await readings.end();
    expect(readings.asked.map(({ length }) => length)).toEqual([1_000, 1_000, 500]);
    expect((await answers).at(-1)).toBe('about 2499');
  });

  it('fails together, and is read again when it is asked again', async () => {
    const readings = new Readings();
    const outcomes = Promise.allSettled(['a', 'b'].map((key) => readings.together.ask(key)));
    await turn();
    await readings.end(new Error('the database is away'));
    expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const again = readings.together.ask('a');
    await turn();
    await readings.end();
    expect(await again).toBe('about a');
  });

  it('has no answer where the reading knows none', async () => {
    const nobody = new AskedTogether<string>(async () => new Map());
    expect(await nobody.ask('a')).toBeUndefined();
  });
});
